package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Multi;
import io.vertx.sqlclient.Pool;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is committed, told as it happens: only what is durable, in order, nothing missing and
 * nothing twice, on whichever node it was committed. Streams outlast an outage of the database.
 */
public final class Feed implements AutoCloseable {

    private final EventReader reader;
    private final CommitReader commits;
    private final SlotReader slots;
    private final Limits limits;
    private final FeedLoop loop = new FeedLoop();
    private final Listeners listeners;
    private final Tailer tailer;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * How much of what came in live may lie unread for one subscriber before it counts as slow.
     *
     * @param bytes of the events' data, in characters
     */
    public record Limits(int events, long bytes) {
        public static final Limits USUAL = new Limits(1000, 4 << 20);
    }

    /**
     * A feed that reads through {@code pool}; it begins when somebody listens.
     *
     * @param pool see {@link ReadPools#forEvents}
     * @param ownLanes the lanes this node writes
     * @param intervalMillis how often to look for what other nodes committed
     */
    public Feed(Pool pool, Set<UUID> ownLanes, Limits limits, long intervalMillis) {
        this.reader = new EventReader(pool);
        this.commits = new CommitReader(pool);
        this.slots = new SlotReader(pool);
        this.limits = limits;
        this.listeners = new Listeners(ownLanes);
        this.tailer = new Tailer(commits, slots, loop, intervalMillis, listeners);
    }

    /**
     * The events of one run after that seq, up to its last. Ends after the event that ends the run,
     * at once where nothing is left or there is no such run; fails with {@link SlowReader}.
     */
    public Multi<Entry> follow(RunId run, long after) {
        return Multi.createFrom()
                .publisher(
                        subscriber -> {
                            var outbox = new Outbox<Entry>(subscriber, loop, limits, Feed::size);
                            var follower = new RunFollower(run, after, reader, tailer, outbox);
                            loop.execute(follower::start);
                        });
    }

    /** Which events somebody wants to hear of. */
    public interface Wanted {

        boolean wants(String workflow, String type);
    }

    /** All of them. */
    public Multi<FeedItem> followAll(@Nullable FeedPosition from) {
        return followAll(from, (_, _) -> true);
    }

    /**
     * The events of all runs after that position that are wanted, without end; from now on where
     * there is none. Fails with {@link SlowReader}.
     */
    public Multi<FeedItem> followAll(@Nullable FeedPosition from, Wanted wanted) {
        return Multi.createFrom()
                .publisher(
                        subscriber -> {
                            var outbox = new Outbox<FeedItem>(subscriber, loop, limits, Feed::size);
                            var follower =
                                    new FeedFollower(
                                            from, wanted, commits, slots, tailer, limits, outbox);
                            loop.execute(follower::start);
                        });
    }

    private static int size(Entry entry) {
        return entry.data().length();
    }

    private static int size(FeedItem item) {
        return item instanceof FeedItem.Event event ? size(event.entry()) : 0;
    }

    /**
     * Says that this node has committed something, so that nobody has to wait for the next look.
     * Where nobody waits there is no look either: other nodes' commits are no earlier for it.
     */
    public void committed() {
        if (listeners.hasFollowers() && told.compareAndSet(false, true)) {
            loop.execute(
                    () -> {
                        told.set(false);
                        tailer.lookNow();
                    });
        }
    }

    /**
     * Tells of everything other nodes commit, until the feed is closed: nothing is missed from the
     * moment the answer has come.
     */
    public CompletionStage<Void> onForeign(Consumer<ForeignCommit> listener) {
        var tailing = new CompletableFuture<Void>();
        listeners.add(listener);
        loop.execute(() -> tailer.whenTailing(() -> tailing.complete(null)));
        return tailing;
    }

    /** Ends every stream with a failure: none of them is at its end. */
    @Override
    public void close() {
        loop.execute(
                () -> {
                    listeners.close(new JournalUnavailable("the server is shutting down"));
                    loop.close();
                });
    }
}
