package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.http.FormToken;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Knows what every page has around it, whatever it is about. */
@ApplicationScoped
class Visits {

    private final FormToken tokens;
    private final Inbox inbox;

    Visits(FormToken tokens, Inbox inbox) {
        this.tokens = tokens;
        this.inbox = inbox;
    }

    /** Never fails: without the database a page still has its frame. */
    Uni<Visit> of(Visitor visitor, Instant now) {
        return inbox.size()
                .onFailure()
                .recoverWithItem(0L)
                .map(waiting -> visitor.visit(tokens, waiting, now));
    }
}
