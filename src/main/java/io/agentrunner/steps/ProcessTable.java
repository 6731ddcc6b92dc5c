package io.agentrunner.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The processes of a Linux machine at one moment: who descends from whom and who shares a session.
 * Knows more than {@link ProcessHandle}: a zombie is no process any more, and a process whose
 * parent has ended is still in its session.
 */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final boolean AVAILABLE = Files.isReadable(PROC.resolve("self/stat"));

    private final Map<Long, Entry> byPid;

    private ProcessTable(Map<Long, Entry> byPid) {
        this.byPid = byPid;
    }

    /**
     * A process that is alive.
     *
     * @param started in ticks since the machine was started
     */
    record Entry(long pid, long parent, long session, long started) {}

    static boolean isAvailable() {
        return AVAILABLE;
    }

    static ProcessTable now() throws IOException {
        var byPid = new HashMap<Long, Entry>();
        try (var all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var one : all) {
                read(one).ifPresent(entry -> byPid.put(entry.pid(), entry));
            }
        }
        return new ProcessTable(byPid);
    }

    Optional<Entry> find(long pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    /** Those that match, and all who descend from them. */
    List<Entry> families(Predicate<Entry> head) {
        var members = new HashSet<Long>();
        var found = new ArrayList<>(byPid.values().stream().filter(head).toList());
        found.forEach(entry -> members.add(entry.pid()));
        for (int i = 0; i < found.size(); i++) {
            long parent = found.get(i).pid();
            byPid.values().stream()
                    .filter(entry -> entry.parent() == parent && members.add(entry.pid()))
                    .forEach(found::add);
        }
        return found;
    }

    /** Reads the text of a file {@code /proc/PID/stat}; empty for what is no living process. */
    static Optional<Entry> parse(String stat) {
        int name = stat.lastIndexOf(')');
        if (name < 0) {
            return Optional.empty();
        }
        var fields = stat.substring(name + 1).strip().split(" ", -1);
        try {
            return fields.length < 20 || "ZXx".contains(fields[0])
                    ? Optional.empty()
                    : Optional.of(
                            new Entry(
                                    Long.parseLong(stat.substring(0, stat.indexOf(' '))),
                                    Long.parseLong(fields[1]),
                                    Long.parseLong(fields[3]),
                                    Long.parseLong(fields[19])));
        } catch (NumberFormatException notAStat) {
            return Optional.empty();
        }
    }

    private static Optional<Entry> read(Path process) {
        try {
            // A process's name may be any bytes.
            return parse(Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}
