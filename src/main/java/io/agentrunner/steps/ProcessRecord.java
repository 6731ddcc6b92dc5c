package io.agentrunner.steps;

import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What tells the process of an attempt from any other that ever had its number. It is written by
 * that process itself before the command begins, so none is ever without one.
 *
 * @param pid its number; on Linux also that of its session, if it has one of its own
 * @param boot names the time since the machine was started; {@code -} where the system can't tell
 * @param started on Linux in ticks since then, elsewhere about when, in milliseconds since 1970
 * @param workspace the folder it began in
 * @param step the iteration it belongs to
 */
record ProcessRecord(
        long pid, boolean hasSession, String boot, long started, Path workspace, String step) {

    /** The process that this script is run by becomes the command given after three arguments. */
    static final String SCRIPT =
            """
            { read -r boot </proc/sys/kernel/random/boot_id && read -r stat </proc/$$/stat; } 2>/dev/null ||
                { boot=-; stat=$$; }
            printf '%s\\n' "$boot" "$stat" "$2" "$3" . >"$1" || exit 125
            shift 3
            exec "$@"
            """;

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Whether it belongs to an attempt of that iteration. */
    boolean isOf(StepKey key) {
        return step.equals(key.toString());
    }

    /** Whether the machine was not started anew since; if it was, the process is no more. */
    boolean isOfThisBoot() {
        try {
            return boot.equals("-") || Files.readString(BOOT).strip().equals(boot);
        } catch (IOException cannotTell) {
            return false;
        }
    }

    static Path newFile(Path folder, RunId run, String unique) {
        return folder.resolve(run + "." + unique + ".process");
    }

    static String filesOf(RunId run) {
        return run + ".*.process";
    }

    /** Empty as long as it is not written to its end. */
    static Optional<ProcessRecord> read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        if (lines.size() < 5 || !lines.getLast().equals(".")) {
            return Optional.empty();
        }
        var boot = lines.getFirst();
        return boot.equals("-") ? byTime(file, lines) : byTicks(lines);
    }

    private static Optional<ProcessRecord> byTicks(List<String> lines) {
        return ProcessTable.parse(lines.get(1))
                .map(
                        it ->
                                new ProcessRecord(
                                        it.pid(),
                                        it.session() == it.pid(),
                                        lines.get(0),
                                        it.started(),
                                        Path.of(lines.get(2)),
                                        lines.get(3)));
    }

    private static Optional<ProcessRecord> byTime(Path file, List<String> lines)
            throws IOException {
        return Optional.of(
                new ProcessRecord(
                        Long.parseLong(lines.get(1)),
                        false,
                        lines.get(0),
                        Files.getLastModifiedTime(file).toMillis(),
                        Path.of(lines.get(2)),
                        lines.get(3)));
    }
}
