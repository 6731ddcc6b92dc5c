package io.agentrunner.ops;

import io.agentrunner.catalog.CodeLedger;
import io.agentrunner.catalog.Librarian;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.engine.Housekeeping;
import io.agentrunner.engine.MailboxEngine;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.journal.Feed;
import io.agentrunner.journal.Partitions;
import io.agentrunner.journal.PostgresJournal;
import io.agentrunner.steps.Orphans;
import io.agentrunner.steps.ProgramCode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The order in which a node comes up and goes down, and what it does every second between. */
@ApplicationScoped
class StartUp {

    private static final Logger LOG = Logger.getLogger(StartUp.class);
    private static final Duration GRACE = Duration.ofSeconds(4);
    private static final long LONGEST_DRAIN_SECONDS = 8;

    private final Housekeeping housekeeping;
    private final MailboxEngine engine;
    private final PostgresJournal journal;
    private final Feed feed;
    private final Partitions partitions;
    private final Librarian librarian;
    private final ProgramCode code;
    private final PublishedWorkflows workflows;
    private final CodeLedger ledger;
    private final Orphans orphans;
    private final ServerPhase phase;
    private final Retention retention;

    StartUp(
            Housekeeping housekeeping,
            MailboxEngine engine,
            PostgresJournal journal,
            Feed feed,
            Partitions partitions,
            Librarian librarian,
            ProgramCode code,
            PublishedWorkflows workflows,
            CodeLedger ledger,
            Orphans orphans,
            ServerPhase phase,
            Retention retention) {
        this.retention = retention;
        this.code = code;
        this.workflows = workflows;
        this.ledger = ledger;
        this.housekeeping = housekeeping;
        this.engine = engine;
        this.journal = journal;
        this.feed = feed;
        this.partitions = partitions;
        this.librarian = librarian;
        this.orphans = orphans;
        this.phase = phase;
    }

    /** What a dead server left running is ended before anything of it is tried again. */
    void begin(@Observes StartupEvent started) throws IOException, InterruptedException {
        partitions.ahead().toCompletableFuture().join();
        orphans.endAll();
        librarian
                .load()
                .thenCompose(_ -> code.look(workflows, ledger))
                .toCompletableFuture()
                .join();
        feed.onForeign(commit -> engine.look(commit.run(), commit.seq()))
                .toCompletableFuture()
                .join();
        recover();
    }

    /** A database that is away at this moment will be back. */
    private void recover() {
        housekeeping
                .recover()
                .whenComplete(
                        (_, failure) -> {
                            if (failure == null) {
                                phase.serve();
                            } else {
                                LOG.warnf("recovery has to wait: %s", failure);
                                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                                        .execute(this::recover);
                            }
                        });
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void everySecond() {
        housekeeping.tick();
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void everyMinute() {
        retention.removeWhatIsOld();
    }

    @Scheduled(every = "24h", delayed = "24h")
    void everyDay() {
        wait("making partitions ahead", partitions.ahead());
    }

    void end(@Observes ShutdownEvent stopping) {
        phase.drain();
        wait("draining", housekeeping.drain(GRACE));
        feed.close();
        wait("closing the journal", journal.close());
    }

    private static void wait(String what, CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(LONGEST_DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warnf("%s did not end well: %s", what, failure);
        }
    }
}
