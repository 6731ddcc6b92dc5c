package io.agentrunner.bench;

/** One thing that is measured. */
interface Scenario {

    /** By which it is asked for. */
    String name();

    /** What it measures, in one line. */
    String about();

    /** Measures, and says what it saw; fails with a reason when what it measures does. */
    void run(Rig rig, Scale scale, Report report) throws Exception;
}
