package io.agentrunner.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A process and all it has started, directly or not, also what has lost its parent on the way: on
 * Linux whatever is in its session or descends from a member of it.
 */
final class ProcessTree {

    private static final long POLL_MILLIS = 20;
    private static final long CLOCK_SLACK_MILLIS = 10_000;

    private final ProcessRecord root;
    private final boolean justSeen;

    private ProcessTree(ProcessRecord root, boolean justSeen) {
        this.root = root;
        this.justSeen = justSeen;
    }

    /** One whose root was alive a moment ago, so that nobody else can have got its number yet. */
    static ProcessTree ofLiving(ProcessRecord root) {
        return new ProcessTree(root, true);
    }

    /** One whose root may have ended long ago and its number belong to a stranger by now. */
    static ProcessTree ofOrphan(ProcessRecord root) {
        return new ProcessTree(root, false);
    }

    /**
     * Asks all processes of the trees to end, kills those that are still there after the grace, and
     * returns when none is left.
     */
    static void end(Collection<ProcessTree> trees, Duration grace)
            throws IOException, InterruptedException {
        long patience = System.nanoTime() + grace.toNanos();
        var left = alive(trees);
        left.forEach(ProcessHandle::destroy);
        while (!left.isEmpty()) {
            if (System.nanoTime() > patience) {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            Thread.sleep(POLL_MILLIS);
            left = alive(trees);
        }
    }

    private static List<ProcessHandle> alive(Collection<ProcessTree> trees) throws IOException {
        var found = new HashMap<Long, ProcessHandle>();
        Consumer<ProcessHandle> add = it -> found.put(it.pid(), it);
        if (ProcessTable.isAvailable()) {
            var table = ProcessTable.now();
            trees.forEach(tree -> tree.members(table).forEach(add));
        } else {
            trees.forEach(tree -> tree.descendants().forEach(add));
        }
        return List.copyOf(found.values());
    }

    private Stream<ProcessHandle> members(ProcessTable table) {
        var holder = table.find(root.pid());
        if (holder.isPresent() && holder.get().started() != root.started()) {
            return Stream.empty(); // a stranger's, and so would be its session
        }
        return table.families(it -> isRoot(it) || isInSession(it)).stream()
                .flatMap(it -> ProcessHandle.of(it.pid()).stream());
    }

    private boolean isRoot(ProcessTable.Entry entry) {
        return entry.pid() == root.pid();
    }

    /**
     * A number stays taken as long as a session bears it. After the last of ours has ended, though,
     * a stranger's session may bear it and outlive its leader: then the members must have more in
     * common with us.
     */
    private boolean isInSession(ProcessTable.Entry entry) {
        return root.hasSession()
                && entry.session() == root.pid()
                && entry.started() >= root.started()
                && (justSeen || wasBornIn(root.workspace(), entry.pid()));
    }

    /** Whether it works there, or was told to by whoever started it. */
    private static boolean wasBornIn(Path workspace, long pid) {
        var process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(workspace)
                    || environment(process).anyMatch(isFolderIn(workspace));
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static Predicate<String> isFolderIn(Path workspace) {
        return variable ->
                variable.startsWith("PWD=" + workspace)
                        || variable.startsWith("OLDPWD=" + workspace);
    }

    private static Stream<String> environment(Path process) throws IOException {
        var bytes = Files.readAllBytes(process.resolve("environ"));
        return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
    }

    private Stream<ProcessHandle> descendants() {
        return ProcessHandle.of(root.pid()).filter(this::isRoot).stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()));
    }

    private boolean isRoot(ProcessHandle handle) {
        return justSeen
                || handle.info()
                        .startInstant()
                        .map(at -> root.started() - at.toEpochMilli())
                        .filter(age -> age >= -1000 && age < CLOCK_SLACK_MILLIS)
                        .isPresent();
    }
}
