package io.agentrunner.catalog;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends the librarian round once a second. */
@ApplicationScoped
class LibrarianRounds {

    private static final Logger LOG = Logger.getLogger(LibrarianRounds.class);

    private final Librarian librarian;

    LibrarianRounds(Librarian librarian) {
        this.librarian = librarian;
    }

    /** Holds no thread meanwhile: at the end of a server, one that waits is waited for. */
    @Blocking
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    CompletionStage<Void> walk() {
        return librarian.walk().exceptionally(LibrarianRounds::nextTime);
    }

    private static @Nullable Void nextTime(Throwable failure) {
        LOG.debugf(failure, "The next round may do better");
        return null;
    }
}
