package io.agentrunner.http;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/** Turns what a resource method throws, and what comes before one is found, into a problem. */
public class ProblemMappers {

    private final Problems problems;

    public ProblemMappers(Problems problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper(NotFoundException.class)
    public Response notFound(Request request, UriInfo uri, HttpHeaders headers) {
        var methods = AllowedMethods.at(uri.getPath(), CurrentRequestManager.get().getDeployment());
        // The framework also calls it not found when a shorter path has the method.
        if (!methods.isEmpty() && !methods.contains(request.getMethod())) {
            return notAllowed(request, uri, headers);
        }
        var detail = "There is nothing at " + uri.getPath() + ". Check the address.";
        return answer(new Problem(ProblemType.NOT_FOUND, detail), uri, headers).build();
    }

    @ServerExceptionMapper(NotAllowedException.class)
    public Response notAllowed(Request request, UriInfo uri, HttpHeaders headers) {
        var methods =
                String.join(
                        ", ",
                        AllowedMethods.at(
                                uri.getPath(), CurrentRequestManager.get().getDeployment()));
        var detail = request.getMethod() + " has no meaning here. Use one of: " + methods + ".";
        var problem = new Problem(ProblemType.METHOD_NOT_ALLOWED, detail);
        return answer(problem, uri, headers).header(HttpHeaders.ALLOW, methods).build();
    }

    @ServerExceptionMapper(WebApplicationException.class)
    public Response refused(WebApplicationException e, UriInfo uri, HttpHeaders headers) {
        var given = e.getResponse();
        if (given.getStatus() < 400 || given.hasEntity()) {
            return given;
        }
        return Problems.ofStatus(given.getStatus(), null)
                .map(problem -> answer(problem, uri, headers).build())
                .orElse(given);
    }

    @ServerExceptionMapper(Throwable.class)
    public Response failed(Throwable e, Request request, UriInfo uri, HttpHeaders headers) {
        if (CurrentRequestManager.get().serverResponse().closed()) {
            return Response.noContent().build(); // what comes after the deadline is not news
        }
        var problem = problems.of(e, request.getMethod() + " " + uri.getPath());
        return answer(problem, uri, headers).build();
    }

    private static Response.ResponseBuilder answer(
            Problem problem, UriInfo uri, HttpHeaders headers) {
        var document = new ProblemDocument(problem, uri.getPath());
        boolean html = Accept.prefersHtml(headers.getHeaderString(HttpHeaders.ACCEPT));
        var response =
                Response.status(problem.type().status())
                        .type(html ? ProblemDocument.HTML : ProblemDocument.JSON)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .entity(html ? document.html() : document.json());
        return problem.type().passesByItself()
                ? response.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds())
                : response;
    }
}
