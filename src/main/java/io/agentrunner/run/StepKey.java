package io.agentrunner.run;

/**
 * One iteration of a step: its address in the workflow and how often the run has come to it.
 *
 * @param path {@code charge}, or nested {@code fan.a}, {@code fetch[3]}
 * @param iteration 1 for the first; a jump back opens the next
 */
public record StepKey(String path, int iteration) {

    public static StepKey first(String path) {
        return new StepKey(path, 1);
    }

    @Override
    public String toString() {
        return path + "/" + iteration;
    }
}
