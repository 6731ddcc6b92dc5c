package io.agentrunner.bench;

import java.io.IOException;
import java.util.List;

/** What a program said until it ended, and its exit code. */
record Said(int code, String text) {

    static Said by(Process program) throws IOException, InterruptedException {
        String text;
        try (var output = program.inputReader()) {
            text = output.readAllAsString();
        }
        return new Said(program.waitFor(), text);
    }

    static Said by(List<String> command) throws IOException, InterruptedException {
        return by(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** What was said, when all went well. */
    String orFail(String program) throws IOException {
        if (code != 0) {
            throw new IOException(program + " ended with " + code + ": " + text);
        }
        return text;
    }
}
