package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.time.Instant;

/**
 * One committed event of one run, as it is stored and sent.
 *
 * @param type dotted past tense: {@code step.completed}
 * @param data the event's fields as a JSON object
 */
public record Entry(RunId run, long seq, String type, Instant at, String data) {}
