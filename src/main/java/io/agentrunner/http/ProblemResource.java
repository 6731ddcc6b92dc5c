package io.agentrunner.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Explains every kind of problem at the address that names it. */
@Path("/problems/{code}")
@Tag(name = "Problems")
public class ProblemResource {

    /** What a kind of problem means. */
    public record Explanation(String type, String title, int status, String remedy) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Explanation explain(String code) {
        var type = find(code);
        return new Explanation(type.uri(), type.title(), type.status(), type.remedy());
    }

    @GET
    @Produces("text/html;charset=UTF-8;qs=0.5") // a program that takes anything gets JSON
    public Response page(String code) {
        return Response.ok(ProblemDocument.explanation(find(code)), ProblemDocument.HTML).build();
    }

    private static ProblemType find(String code) {
        return ProblemType.ofCode(code)
                .orElseThrow(
                        () ->
                                new Problem(
                                        ProblemType.NOT_FOUND,
                                        "There is no kind of problem called " + code + "."));
    }
}
