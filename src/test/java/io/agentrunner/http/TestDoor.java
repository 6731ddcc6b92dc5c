package io.agentrunner.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A door that takes and answers what any door may, for tests of what all have in common. */
@Path("/test-door")
public class TestDoor {

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String json(@RestQuery @Nullable String known) {
        return "{\"known\": \"" + known + "\"}";
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public String take(byte[] body) {
        var request = RequestJson.of(body);
        var name = request.requiredText("name", 10);
        request.integer("age", 0);
        request.done();
        return "{\"name\": \"" + name + "\"}";
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public String form(@RestForm String name) {
        return "<p>" + name + "</p>";
    }

    @GET
    @Path("/fails")
    public String fails() {
        throw new IllegalStateException("the secret of the house");
    }

    @GET
    @Path("/fails-later")
    public CompletionStage<String> failsLater() {
        return CompletableFuture.<String>failedFuture(
                        new Problem(ProblemType.CONFLICT, "Not now.").with("from", "FAILED"))
                .thenApply(text -> text);
    }

    @GET
    @Path("/busy")
    public String busy() {
        throw new Problem(ProblemType.UNAVAILABLE, "Not now.");
    }

    /** What a silent database does: an answer that comes much too late. */
    @GET
    @Path("/slow")
    public CompletionStage<String> slow(@RestQuery long millis) {
        return CompletableFuture.supplyAsync(
                () -> "late", CompletableFuture.delayedExecutor(millis, MILLISECONDS));
    }

    /** What a dashboard does: a page at the address of a thing. */
    @Path("/test-door")
    public static class Page {

        @GET
        @Produces("text/html;charset=UTF-8;qs=0.5")
        public String page(@RestQuery @Nullable String shown) {
            return "<p>" + shown + "</p>";
        }
    }
}
