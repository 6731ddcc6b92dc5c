package io.agentrunner.steps;

import io.agentrunner.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** The folders in which the shell steps of runs work: one for each run, shared by its steps. */
public final class Workspaces {

    private final Path folder;

    public Workspaces(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The folder of a run, made where it isn't there yet. */
    public Path of(RunId run) throws IOException {
        return Files.createDirectories(folder.resolve(run.toString()));
    }

    /** Removes the folder of a run with all that is in it, and nothing that it links to. */
    public void delete(RunId run) throws IOException {
        delete(folder.resolve(run.toString()));
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            unlock(path);
            try (var children = Files.newDirectoryStream(path)) {
                for (var child : children) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /** Build tools leave folders behind that not even their owner may change. */
    private static void unlock(Path directory) throws IOException {
        var view =
                Files.getFileAttributeView(
                        directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null && !Files.isWritable(directory)) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }
}
