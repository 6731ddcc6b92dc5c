package io.agentrunner.steps;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variables a command sees: four of the server's own, where it is, and what it declares. */
final class ShellEnvironment {

    private static final List<String> INHERITED = List.of("PATH", "HOME", "JAVA_HOME", "LANG");

    private final Map<String, String> inherited;

    /** Takes over what may be inherited of the environment of this process. */
    ShellEnvironment(Map<String, String> own) {
        var kept = new HashMap<>(own);
        kept.keySet().retainAll(INHERITED);
        kept.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        this.inherited = Map.copyOf(kept);
    }

    Map<String, String> of(ShellCommand command, Path workspace) {
        var all = new HashMap<>(inherited);
        all.put("PWD", workspace.toString());
        all.putAll(command.env());
        return all;
    }
}
