package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {

    @TempDir Path data;

    @Test
    void a_run_has_the_same_folder_in_all_of_its_steps() throws IOException {
        var workspaces = new Workspaces(data);
        var run = TestTask.newRun();
        assertThat(workspaces.of(run)).isEqualTo(workspaces.of(run)).isDirectory();
        assertThat(workspaces.of(TestTask.newRun())).isNotEqualTo(workspaces.of(run));
    }

    @Test
    void removing_it_takes_locked_folders_along_and_leaves_what_is_linked() throws IOException {
        var workspaces = new Workspaces(data.resolve("workspaces"));
        var run = TestTask.newRun();
        var outside = Files.createDirectories(data.resolve("outside"));
        var kept = Files.writeString(outside.resolve("kept"), "");
        var locked = Files.createDirectories(workspaces.of(run).resolve("a/locked"));
        Files.writeString(locked.resolve("file"), "");
        Files.createSymbolicLink(locked.resolve("link"), outside);
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        workspaces.delete(run);
        assertThat(data.resolve("workspaces")).isEmptyDirectory();
        assertThat(kept).exists();
    }

    @Test
    void removing_one_that_never_was_is_fine() throws IOException {
        new Workspaces(data).delete(TestTask.newRun());
        assertThat(data).isEmptyDirectory();
    }
}
