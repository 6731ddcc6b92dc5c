package io.agentrunner.journal;

/** What the feed of all runs tells. A stream goes on exactly after the position of any of these. */
public sealed interface FeedItem {

    FeedPosition position();

    /** First of a stream that was asked for without a position: what is committed from here on. */
    record Start(FeedPosition position) implements FeedItem {}

    /**
     * A committed event.
     *
     * @param workflow the workflow of its run
     */
    record Event(FeedPosition position, Entry entry, String workflow) implements FeedItem {}

    /** Events that are not wanted, up to there; said now and then. */
    record Passed(FeedPosition position) implements FeedItem {}

    /** What came before can't be told: it was removed, or belongs to another database. */
    record Gap(FeedPosition position) implements FeedItem {}
}
