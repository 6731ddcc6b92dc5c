package io.agentrunner.runs;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/** When somebody looks after the jobs for many runs. */
@ApplicationScoped
class BulkTimes {

    private final BulkRounds rounds;
    private final BulkJobs jobs;
    private final RequestKeys keys;

    BulkTimes(BulkRounds rounds, BulkJobs jobs, RequestKeys keys) {
        this.rounds = rounds;
        this.jobs = jobs;
        this.keys = keys;
    }

    /** For jobs that were under way when a server ended. */
    @Blocking
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    CompletionStage<Void> everySecond() {
        return rounds.walk();
    }

    @Blocking
    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    CompletionStage<Void> everyHour() {
        return keys.forgetOld().thenCompose(_ -> jobs.forgetOld());
    }
}
