package io.agentrunner.engine;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one node: every active run has a mailbox and is advanced by one thing at a time.
 */
public final class MailboxEngine implements Engine, Host {

    private final CountedJournal journal;
    private final Workflows workflows;
    private final World world;
    private final String node;
    private final Attempts attempts;
    private final Reports reports;
    private final Outputs outputs = new Outputs();
    private final Waiters waiters = new Waiters();
    private final Roster roster;
    private final Admission admission;
    private volatile boolean accepting;
    private volatile Runnable whenFenced = () -> {};
    private volatile Runnable whenPlaceIsFree = () -> {};

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
            List<StepExecutor> executors) {}

    public MailboxEngine(Identity identity, Tools tools, World world) {
        this.journal = new CountedJournal(tools.journal());
        this.workflows = tools.workflows();
        this.world = world;
        this.node = identity.name();
        this.attempts = new Attempts(tools.executors(), world.blocking());
        this.reports = new Reports(tools.templates(), tools.secrets(), world.random(), node);
        this.roster = new Roster(identity.maxActiveRuns());
        this.admission =
                new Admission(
                        journal,
                        world,
                        new Admission.Place(
                                node, roster, this::activate, () -> whenPlaceIsFree.run()));
    }

    @Override
    public CompletionStage<Started> start(StartRequest request) {
        return accepting
                ? admission.start(request)
                : CompletableFuture.failedFuture(new Draining());
    }

    @Override
    public CompletionStage<Optional<Told>> cancel(RunId id, @Nullable String reason) {
        return tell(id, new Cancel(reason));
    }

    /** Passes a command on to the run, wherever it is. */
    private CompletionStage<Optional<Told>> tell(RunId id, RunCommand command) {
        var here = roster.find(id);
        var told =
                here.isPresent()
                        ? here.get().tell(command).thenApply(Optional::of)
                        : journal.load(id).thenCompose(found -> tellElsewhere(found, command));
        return told.exceptionallyCompose(failure -> againIfLeft(failure, id, command));
    }

    private CompletionStage<Optional<Told>> tellElsewhere(Optional<Run> found, RunCommand command) {
        return found.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : definition(found.get())
                        .thenCompose(published -> tellElsewhere(published, found.get(), command))
                        .thenApply(Optional::of);
    }

    /**
     * What waits is looked after here from then on; for what another node works on a fact is left.
     */
    private CompletionStage<Told> tellElsewhere(Published published, Run run, RunCommand command) {
        return switch (run.state()) {
            case QUEUED, WAITING ->
                    roster.squeezeIn(run.id(), () -> activate(published, run)).tell(command);
            case RUNNING, COMPLETED, FAILED, CANCELED ->
                    new Fact(journal, world.time(), published, command).about(run);
        };
    }

    private CompletionStage<Optional<Told>> againIfLeft(
            Throwable failure, RunId id, RunCommand command) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof Letter.Left
                ? tell(id, command)
                : CompletableFuture.failedStage(failure);
    }

    @Override
    public CompletionStage<Optional<Run>> find(RunId id) {
        var here = roster.find(id);
        return here.isPresent()
                ? CompletableFuture.completedStage(Optional.of(here.get().run()))
                : journal.load(id);
    }

    @Override
    public CompletionStage<Optional<Run>> await(RunId id, Duration atMost) {
        var waiter = waiters.register(id);
        var timer = world.time().after(atMost, () -> waiter.ended().cancel(false));
        return find(id).thenCompose(
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
                        });
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
        roster.find(run).ifPresent(active -> active.look(seq));
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
        }
        whenPlaceIsFree.run();
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

    /**
     * Takes on a run that the database says is this node's, and tells it what to do first, if
     * anything. Fails with {@link Draining} on a node that takes nothing new.
     */
    CompletionStage<Void> takeOn(RunId id, Function<Run, Optional<RunCommand>> first) {
        if (!accepting) {
            return CompletableFuture.failedStage(new Draining());
        }
        if (roster.find(id).isPresent()) {
            return CompletableFuture.completedStage(null);
        }
        return journal.load(id)
                .thenCompose(
                        found -> {
                            var run = found.orElseThrow();
                            var command = first.apply(run);
                            return command.isEmpty()
                                    ? CompletableFuture.completedStage(null)
                                    : takeOn(run, command.get());
                        });
    }

    /** A run that came here by another way meanwhile needs no telling. */
    private CompletionStage<Void> takeOn(Run run, RunCommand command) {
        return definition(run)
                .thenCompose(
                        published ->
                                roster.bring(activate(published, run))
                                        .map(
                                                active ->
                                                        active.tell(command)
                                                                .<Void>thenApply(_ -> null))
                                        .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    private CompletionStage<Published> definition(Run run) {
        return workflows
                .version(run.workflow(), run.version())
                .thenApply(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        "workflow %s has no version %s, which run %s is pinned to"
                                                                .formatted(
                                                                        run.workflow(),
                                                                        run.version(),
                                                                        run.id()))));
    }

    private ActiveRun activate(Published published, Run run) {
        var making = new AttemptsOfRun.Making(attempts, reports, outputs, published, node);
        return new ActiveRun(journal, world, this, making, run);
    }
}
