package io.agentrunner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What shell steps leave behind in a file: when each attempt began and ended, and whether it found
 * the one before it still alive.
 */
record Traces(Path folder) {

    /**
     * The script of such a step; {@code DIR}, {@code RUN} and {@code STEP} are in its environment.
     * An attempt that has ended and that init has not buried yet, or buries at this moment, its
     * parent being dead, is not alive.
     *
     * @param work what it does between
     */
    static String script(String work) {
        return """
        pid="$DIR/$RUN.$STEP.pid"
        if [ -f "$pid" ] && grep -qs "^State:.[^ZX]" "/proc/$(cat "$pid")/status"; then
          echo "overlap $RUN $STEP $$ $(date +%s%N)" >> "$DIR/trace"
        fi
        echo $$ > "$pid"
        echo "start $RUN $STEP $$ $(date +%s%N)" >> "$DIR/trace"
        WORK
        echo "end $RUN $STEP $$ $(date +%s%N)" >> "$DIR/trace"
        """
                .replace("WORK", work);
    }

    List<String> lines() throws IOException {
        var file = folder.resolve("trace");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    long attempts() throws IOException {
        return lines().stream().filter(line -> line.startsWith("start")).count();
    }

    Stream<String> overlaps() throws IOException {
        return lines().stream().filter(line -> line.startsWith("overlap"));
    }

    /** When the attempts of that step began. */
    List<Instant> starts(String run, String step) throws IOException {
        return lines().stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("start"))
                .filter(words -> words[1].equals(run) && words[2].equals(step))
                .map(words -> Instant.ofEpochSecond(0, Long.parseLong(words[4])))
                .toList();
    }
}
