package io.agentrunner.journal;

import io.agentrunner.run.RunId;

/**
 * Another node appended to a run.
 *
 * @param seq number of the first event of that transition: who knows it knows the transition
 */
public record ForeignCommit(RunId run, long seq) {}
