package io.agentrunner.dashboard;

import io.agentrunner.http.Page;
import io.agentrunner.http.PageRequest;
import io.agentrunner.runs.ApprovalView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** How many decisions people are waited for with; counted once for all who look at a time. */
@ApplicationScoped
class Inbox {

    /** Beyond that nobody counts. */
    static final int MOST = 99;

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final io.agentrunner.runs.Inbox inbox;
    private volatile Counted last = new Counted(0, Instant.MIN);

    Inbox(io.agentrunner.runs.Inbox inbox) {
        this.inbox = inbox;
    }

    private record Counted(long decisions, Instant at) {}

    /**
     * One more than is counted where there are more. Requests share the number and never the look
     * at it: what follows would go on in the context of another request, with its session.
     */
    Uni<Long> size() {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            var known = last;
                            return known.at().isBefore(Instant.now().minus(FRESH))
                                    ? counted()
                                    : Uni.createFrom().item(known.decisions());
                        });
    }

    /** The next one to ask gets it counted anew. */
    void changed() {
        last = new Counted(0, Instant.MIN);
    }

    /** The decisions that are waited for, those of the oldest runs. */
    Uni<Page<ApprovalView>> oldest() {
        // Asked for anew each time: one search has found what it has found.
        return Uni.createFrom().deferred(() -> inbox.page(null, new PageRequest(MOST, null)));
    }

    private Uni<Long> counted() {
        return inbox.size(MOST)
                .map(decisions -> Math.min(decisions, MOST + 1))
                .invoke(decisions -> last = new Counted(decisions, Instant.now()));
    }

    static long count(Page<ApprovalView> page) {
        return page.nextCursor() == null ? page.items().size() : MOST + 1;
    }
}
