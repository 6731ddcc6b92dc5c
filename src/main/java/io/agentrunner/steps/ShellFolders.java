package io.agentrunner.steps;

import java.nio.file.Path;

/** The folders that shell steps use, all in the data folder that one server has to itself. */
public record ShellFolders(Path processes, Workspaces workspaces, Orphans orphans) {

    public static ShellFolders in(Path data) {
        var home = data.toAbsolutePath().normalize();
        var processes = home.resolve("processes");
        return new ShellFolders(
                processes, new Workspaces(home.resolve("workspaces")), new Orphans(processes));
    }
}
