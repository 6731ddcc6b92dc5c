package io.agentrunner.dashboard;

import io.agentrunner.runs.Remaking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Makes a run again for whoever pressed the button. It has the whole address, as the door for
 * programs does: of two classes the one with the longer address is asked alone.
 */
@Path("/runs/{id}/retry")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public class RetryFormResource {

    private final Remaking remaking;

    public RetryFormResource(Remaking remaking) {
        this.remaking = remaking;
    }

    /** Leads to the run that was made of it. */
    @POST
    public Uni<Response> retry(String id) {
        return remaking.retry(RunPageResource.runId(id), null)
                .map(made -> Pages.goTo("/runs/" + made))
                .onFailure(RunFormsResource::isTooLate)
                .recoverWithItem(() -> Pages.goTo("/runs/" + id));
    }
}
