package io.agentrunner.steps;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the files of a workspace that a glob names: relative to it, in it, and no links, which
 * might lead out of it.
 */
final class Globs {

    private static final String DEEP = "**/";

    private Globs() {}

    /** The files that match, as paths relative to the workspace, in their order. */
    static List<Path> find(Path workspace, String glob) throws IOException {
        var matchers = matchers(glob);
        var found = new TreeSet<Path>();
        FileVisitor<Path> visitor =
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        var relative = workspace.relativize(file);
                        if (attributes.isRegularFile()
                                && matchers.stream().anyMatch(it -> it.matches(relative))) {
                            found.add(relative);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                        return FileVisitResult.CONTINUE;
                    }
                };
        Files.walkFileTree(workspace, visitor);
        return List.copyOf(found);
    }

    /** Fails an attempt before it begins, where a glob could never be used. */
    static void check(List<String> globs) {
        for (var glob : globs) {
            matchers(glob);
        }
    }

    /** The JDK's {@code **}{@code /x} does not match {@code x} itself; everybody expects it to. */
    private static List<PathMatcher> matchers(String glob) {
        var plain = glob.startsWith("./") ? glob.substring(2) : glob;
        if (plain.isBlank() || Path.of(plain.replace('*', 'x')).isAbsolute() || leavesIt(plain)) {
            throw wrong(glob);
        }
        return plain.startsWith(DEEP)
                ? List.of(matcher(plain), matcher(plain.substring(DEEP.length())))
                : List.of(matcher(plain));
    }

    private static boolean leavesIt(String glob) {
        return List.of(glob.split("/", -1)).contains("..");
    }

    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (IllegalArgumentException malformed) {
            throw wrong(glob);
        }
    }

    private static StepFailed wrong(String glob) {
        return Settings.wrong(
                "artifacts",
                "must be globs of files in the workspace, like report/*.txt, not " + glob);
    }
}
