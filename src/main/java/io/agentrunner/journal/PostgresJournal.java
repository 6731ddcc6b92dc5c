package io.agentrunner.journal;

import io.agentrunner.journal.StoredText.Unstorable;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The journal in PostgreSQL: transitions that arrive together are committed together. Answers come
 * on its own event loop; who has much to do with one goes elsewhere first.
 */
public final class PostgresJournal implements Journal {

    /** What is larger goes a way of its own, so that small ones need not wait for it. */
    private static final int LARGE = 64 << 10;

    private static final long LONGEST_FLUSH = 5;

    private final Context context;
    private final ConnectionFactory connections;
    private final EventReader reader;
    private final Supplier<Lease> lease;
    private final List<Lane> lanes;
    private final Inbox<Pending> small;
    private final Inbox<Pending> large;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final long timer;

    private PostgresJournal(
            Vertx vertx,
            PgConnectOptions options,
            EventReader reader,
            Supplier<Lease> lease,
            Gathering gathering) {
        this.context = vertx.getOrCreateContext();
        this.reader = reader;
        this.lease = lease;
        this.connections = PgDriver.INSTANCE.createConnectionFactory(vertx, options);
        Supplier<Future<Writer>> connect = () -> Writer.open(connections.connect(context));
        this.lanes =
                lanesOf(lease.get().node()).stream()
                        .map(
                                id ->
                                        new Lane(
                                                id,
                                                context,
                                                lease,
                                                connect,
                                                this::committed,
                                                gathering))
                        .toList();
        this.small = inboxOf(lanes.getFirst(), gathering);
        this.large = inboxOf(lanes.getLast(), Gathering.NONE);
        this.timer =
                vertx.setPeriodic(
                        1000, _ -> context.runOnContext(_ -> lanes.forEach(Lane::expire)));
    }

    /** Connects, for those who append one thing after the other. */
    public static CompletionStage<PostgresJournal> open(
            Vertx vertx, PgConnectOptions options, EventReader reader, Supplier<Lease> lease) {
        return open(vertx, options, reader, lease, Gathering.NONE);
    }

    /**
     * Connects.
     *
     * @param lease as taken by {@link Nodes#join}, asked again for each commit
     * @param gathering of those who append
     */
    public static CompletionStage<PostgresJournal> open(
            Vertx vertx,
            PgConnectOptions options,
            EventReader reader,
            Supplier<Lease> lease,
            Gathering gathering) {
        var journal = new PostgresJournal(vertx, options, reader, lease, gathering);
        return journal.onLoop(() -> Future.all(journal.lanes.stream().map(Lane::open).toList()))
                .onFailure(_ -> journal.close())
                .map(journal)
                .toCompletionStage();
    }

    /** The lanes a node writes: for small transitions, and for large ones. */
    public static List<UUID> lanesOf(UUID node) {
        var second = new UUID(node.getMostSignificantBits(), ~node.getLeastSignificantBits());
        return List.of(node, second);
    }

    /** Calls after each commit, on the event loop, with the word that there is something new. */
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public CompletionStage<Appended> append(Transition transition) {
        var events = EventCodec.encode(transition.events());
        try {
            var pending =
                    new Pending(transition, events, StoredText.size(events), lease.get().epoch());
            (pending.bytes() > LARGE ? large : small).put(pending);
            return pending.answer();
        } catch (Unstorable unstorable) {
            return CompletableFuture.completedStage(new Appended.Unwritable(unstorable.why()));
        }
    }

    @Override
    public CompletionStage<Optional<Run>> load(RunId id) {
        return reader.load(id);
    }

    @Override
    public boolean isAvailable() {
        return lanes.stream().allMatch(Lane::isConnected);
    }

    /** Finishes what is in flight, and takes nothing more. */
    public CompletionStage<Void> close() {
        context.owner().cancelTimer(timer);
        return onLoop(() -> Future.all(lanes.stream().map(Lane::close).toList()))
                .timeout(LONGEST_FLUSH, TimeUnit.SECONDS)
                .eventually(() -> Future.<Void>future(connections::close))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    private Inbox<Pending> inboxOf(Lane lane, Gathering gathering) {
        return new Inbox<>(context, gathering, lane::add, lane::pump);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> task) {
        return Future.future(done -> context.runOnContext(_ -> task.get().onComplete(done)));
    }

    private void committed() {
        listeners.forEach(Runnable::run);
    }
}
