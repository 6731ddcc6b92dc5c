package io.agentrunner.runs;

import io.agentrunner.engine.Payloads;
import java.time.Duration;

/** How large what is said to runs may be. */
public final class Limits {

    /** Characters of JSON in a run's inputs. */
    public static final int PAYLOAD = Payloads.LIMIT;

    /** Characters of JSON in a run's metadata. */
    public static final int METADATA = 16 * 1024;

    public static final int TAGS = 32;
    public static final int TAG_LENGTH = 100;
    public static final int CORRELATION_ID = 200;
    public static final int REASON_LENGTH = 1000;

    /** Lines of one batch of starts. */
    public static final int BATCH_LINES = 100_000;

    /** Characters of a comment on a decision. */
    public static final int COMMENT_LENGTH = 4000;

    /** Characters of the name of somebody who decides. */
    public static final int NAME_LENGTH = 200;

    /** The longest time that a run may be given. */
    public static final Duration TIMEOUT = Duration.ofDays(3650);

    private Limits() {}
}
