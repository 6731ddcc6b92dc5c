package io.agentrunner.dashboard;

import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.http.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Everything that waits for a person, and how much that is. */
@Path("/approvals")
@Produces(Pages.OFFERED)
public class InboxPageResource {

    private static final String APPROVAL = "approval";

    private final Inbox inbox;
    private final Visits visits;
    private final PublishedWorkflows workflows;

    public InboxPageResource(Inbox inbox, Visits visits, PublishedWorkflows workflows) {
        this.inbox = inbox;
        this.visits = visits;
        this.workflows = workflows;
    }

    @GET
    public Uni<Response> page(@BeanParam Visitor visitor) {
        return visits.of(visitor, Instant.now()).chain(visit -> page(visitor, visit));
    }

    private Uni<Response> page(Visitor visitor, Shell.Visit visit) {
        if (visitor.wants("badge")) {
            return Pages.ok(Templates.badge(visit.shell("", "", "")));
        }
        return Uni.createFrom()
                .deferred(inbox::oldest)
                .map(waiting -> InboxPage.of(waiting, example(), visit))
                .chain(
                        page ->
                                Pages.ok(
                                        visitor.wants("main")
                                                ? Templates.inboxMain(page)
                                                : Templates.inbox(page)))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> Pages.problem(problem, visit));
    }

    /** A workflow that would ask somebody, if there is one. */
    private @Nullable String example() {
        return workflows.all().stream()
                .map(Edition::published)
                .filter(it -> !it.archived())
                .map(it -> it.workflow())
                .filter(it -> it.timeline().stream().anyMatch(step -> step.type().equals(APPROVAL)))
                .filter(it -> InputForm.of(it.inputsSchema()).isOptional())
                .map(it -> it.name())
                .findFirst()
                .orElse(null);
    }
}
