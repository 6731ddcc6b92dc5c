package io.agentrunner.catalog;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** Sends the librarian round once a second. */
@ApplicationScoped
class LibrarianRounds {

    private static final Logger LOG = Logger.getLogger(LibrarianRounds.class);

    private final Librarian librarian;

    LibrarianRounds(Librarian librarian) {
        this.librarian = librarian;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void walk() {
        try {
            librarian.walk().toCompletableFuture().join();
        } catch (CompletionException e) {
            LOG.debugf(e, "The next round may do better");
        }
    }
}
