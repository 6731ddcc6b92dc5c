package io.agentrunner.simulation;

/** How bad it is between the nodes and the database; fair for all from the day it clears up. */
final class Weather {

    private final Simulator simulator;
    private double loss;
    private long longest;
    private boolean losesNextRequest;
    private boolean losesNextAnswer;

    Weather(Simulator simulator) {
        this.simulator = simulator;
        clearUp();
    }

    void be(double newLoss, long longestWay) {
        loss = newLoss;
        longest = longestWay;
    }

    void clearUp() {
        be(0, 3_000);
    }

    void loseNextRequest() {
        losesNextRequest = true;
    }

    void loseNextAnswer() {
        losesNextAnswer = true;
    }

    long travel() {
        return simulator.lapse(50, longest);
    }

    /** Until a sender gives up. */
    long timeout() {
        return simulator.lapse(1_000, 1_000_000);
    }

    boolean losesRequest() {
        boolean loses = losesNextRequest || (loss > 0 && simulator.chance(loss));
        losesNextRequest = false;
        return loses;
    }

    boolean losesAnswer() {
        boolean loses = losesNextAnswer || (loss > 0 && simulator.chance(loss));
        losesNextAnswer = false;
        return loses;
    }

    /** The statement is executed when its sender has given up already. */
    boolean delaysBeyondPatience() {
        return loss > 0 && simulator.chance(loss / 2);
    }

    boolean losesWithItsSender() {
        return simulator.chance(0.5);
    }
}
