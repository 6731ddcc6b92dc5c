package io.agentrunner.steps;

/** An exception that names the code under which the attempt it ends has failed. */
public interface HasCode {

    /** {@code CARD_DECLINED}: what retry policies and rules match on. */
    String code();
}
