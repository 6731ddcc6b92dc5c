package io.agentrunner.cli;

import picocli.CommandLine.IVersionProvider;

/** Answers {@code --version}. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "agent-runner " + (version == null ? "from source" : version),
            "on Java " + Runtime.version(),
        };
    }
}
