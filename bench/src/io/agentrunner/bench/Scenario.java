package io.agentrunner.bench;

/** One thing to be measured, from a fresh data folder on. */
interface Scenario {

    /** By which it is asked for. */
    String name();

    /** Measures, and says what it saw. */
    void run(Scale scale, Report report) throws Exception;
}
