package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Expressions;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one node: every active run has a mailbox and is advanced by one thing at a time.
 */
public final class MailboxEngine implements Engine, Host {

    private final CountedJournal journal;
    private final World world;
    private final String node;
    private final Attempts attempts;
    private final Tools tools;
    private final Reports reports;
    private final Outputs outputs = new Outputs();
    private final Waiters waiters = new Waiters();
    private final Roster roster;
    private final Admission admission;
    private final Delivery delivery;
    private final Arrivals arrivals;
    private final Kin kin;
    private final Definitions definitions;
    private volatile boolean accepting;
    private volatile Runnable whenFenced = () -> {};
    private volatile Runnable whenPlaceIsFree = () -> {};
    private volatile Consumer<Instant> whenStartIsPlanned = _ -> {};

    /**
     * Who this node is and how much it takes on.
     *
     * @param name for people
     */
    public record Identity(String name, int maxActiveRuns) {}

    /** What the engine does its work with. */
    public record Tools(
            Journal journal,
            Workflows workflows,
            Templates templates,
            Secrets secrets,
            List<StepExecutor> executors,
            LargeResults largeResults) {

        /** With no place for large results. */
        public Tools(
                Journal journal,
                Workflows workflows,
                Templates templates,
                Secrets secrets,
                List<StepExecutor> executors) {
            this(journal, workflows, templates, secrets, executors, LargeResults.NONE);
        }
    }

    public MailboxEngine(Identity identity, Tools tools, World world) {
        this.tools = tools;
        this.journal = new CountedJournal(tools.journal());
        this.world = world;
        this.node = identity.name();
        this.attempts =
                new Attempts(
                        tools.executors(), world.blocking(), tools.largeResults(), tools.secrets());
        this.reports = new Reports(tools.secrets(), world.random());
        this.roster = new Roster(identity.maxActiveRuns());
        this.definitions = new Definitions(tools.workflows());
        this.delivery =
                new Delivery(journal, world.time(), node, definitions, roster, this::activate);
        this.kin = new Kin(delivery, world.time());
        this.arrivals = new Arrivals(journal, definitions, roster, this::activate);
        this.admission =
                new Admission(
                        journal,
                        world,
                        new Admission.Place(
                                node,
                                roster,
                                new ConcurrencySlots(tools.templates()),
                                this::activate,
                                this::expressions,
                                this::lacksPlace,
                                at -> whenStartIsPlanned.accept(at)));
    }

    @Override
    public CompletionStage<Started> start(StartRequest request) {
        return accepting
                ? shielded(CompletableFuture.completedStage(request).thenCompose(admission::start))
                : CompletableFuture.failedFuture(new Draining());
    }

    @Override
    public CompletionStage<Optional<Told>> tell(RunId id, Fact fact) {
        return shielded(delivery.tell(id, fact));
    }

    @Override
    public CompletionStage<Optional<Again>> retry(RunId id, @Nullable String reason) {
        return accepting
                ? shielded(find(id).thenCompose(found -> retry(found, reason)))
                : CompletableFuture.failedFuture(new Draining());
    }

    /** Whoever stops waiting for it, and cancels it, stops nothing of what follows from it. */
    private static <T> CompletionStage<T> shielded(CompletionStage<T> stage) {
        return stage.thenApply(Function.identity());
    }

    private CompletionStage<Optional<Again>> retry(Optional<Run> found, @Nullable String reason) {
        return found.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : new Retrying(definitions, admission)
                        .of(found.get(), reason)
                        .thenApply(Optional::of);
    }

    @Override
    public CompletionStage<Optional<Run>> find(RunId id) {
        return delivery.find(id);
    }

    @Override
    public CompletionStage<Optional<Run>> await(RunId id, Duration atMost) {
        var waiter = waiters.register(id);
        var timer = world.time().after(atMost, () -> waiter.ended().cancel(false));
        return shielded(
                find(id).thenCompose(
                                found ->
                                        found.isEmpty() || found.get().state().isTerminal()
                                                ? CompletableFuture.completedStage(found)
                                                : waiter.ended()
                                                        .thenApply(Optional::of)
                                                        .exceptionallyCompose(_ -> find(id)))
                        .whenComplete(
                                (_, _) -> {
                                    timer.cancel();
                                    waiters.giveUp(id, waiter);
                                }));
    }

    @Override
    public LiveOutputs output() {
        return outputs;
    }

    @Override
    public Load load() {
        return new Load(roster.taken(), roster.places(), attempts.underWay());
    }

    @Override
    public Totals totals() {
        return journal.totals();
    }

    /** Another node, or another lane of this one, appended to that run. */
    public void look(RunId run, long seq) {
        delivery.look(run, seq);
        if (waiters.isAwaited(run)) {
            journal.load(run)
                    .thenAccept(
                            found ->
                                    found.filter(it -> it.state().isTerminal())
                                            .ifPresent(waiters::ended));
        }
    }

    @Override
    public void left(ActiveRun run) {
        roster.free(run);
        outputs.forget(run.id());
        if (run.run().state().isTerminal()) {
            waiters.ended(run.run());
            kin.ended(run.run());
            if (run.run().created().slot() != null) {
                roster.hasLine(true);
            }
        }
        whenPlaceIsFree.run();
    }

    @Override
    public void moved(Run before, List<RunEvent> events) {
        kin.follow(before, events);
    }

    @Override
    public void fenced() {
        whenFenced.run();
    }

    /** Takes new work from now on. */
    void open() {
        accepting = true;
    }

    /** Takes no new work; what runs may go on until {@link #handOver}. */
    void drain() {
        accepting = false;
    }

    /** Ends what still runs and gives its runs back to whoever comes next. */
    void handOver() {
        roster.all().forEach(ActiveRun::handOver);
    }

    /** Drops every run: none of them is this node's any more. */
    CompletionStage<Void> abandonAll() {
        return CompletableFuture.allOf(
                roster.all().stream().map(ActiveRun::abandon).toArray(CompletableFuture[]::new));
    }

    Roster roster() {
        return roster;
    }

    boolean isAwaited(RunId run) {
        return waiters.isAwaited(run);
    }

    int attemptsUnderWay() {
        return attempts.underWay();
    }

    void whenFenced(Runnable action) {
        whenFenced = action;
    }

    void whenPlaceIsFree(Runnable action) {
        whenPlaceIsFree = action;
    }

    void whenStartIsPlanned(Consumer<Instant> action) {
        whenStartIsPlanned = action;
    }

    private void lacksPlace() {
        roster.hasLine(true);
        whenPlaceIsFree.run();
    }

    /**
     * Takes on a run with a place reserved for it, see {@link Arrivals#takeOn}. Fails with {@link
     * Draining} on a node that takes nothing new.
     */
    CompletionStage<Void> takeOn(RunId id, FirstWord first) {
        if (accepting) {
            return arrivals.takeOn(id, first);
        }
        roster.cancelReservations(1);
        return CompletableFuture.failedStage(new Draining());
    }

    Kin kin() {
        return kin;
    }

    /** Says of a run that no node has that it waits for one with room. */
    CompletionStage<Void> awaitCapacity(RunId id) {
        return delivery.awaitCapacity(id).thenApply(_ -> null);
    }

    private Expressions expressions(Published published) {
        return new Answers(published, tools.templates(), tools.secrets(), attempts);
    }

    private ActiveRun activate(Published published, Run run) {
        var making =
                new AttemptsOfRun.Making(
                        attempts,
                        reports,
                        new Scopes(tools.secrets()),
                        expressions(published),
                        outputs,
                        published,
                        node);
        return new ActiveRun(journal, world, this, making, run);
    }
}
