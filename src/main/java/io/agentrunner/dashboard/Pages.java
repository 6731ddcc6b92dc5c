package io.agentrunner.dashboard;

import io.agentrunner.http.Problem;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Answers with pages; nobody but the reader's browser may keep them. */
final class Pages {

    /** A program that takes anything gets JSON. */
    static final String OFFERED = "text/html;charset=UTF-8;qs=0.5";

    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    private Pages() {}

    static Uni<Response> ok(TemplateInstance page) {
        return of(200, page);
    }

    static Uni<Response> of(int status, TemplateInstance page) {
        return page.createUni()
                .map(
                        html ->
                                Response.status(status)
                                        .type(HTML)
                                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                        .entity(html)
                                        .build());
    }

    /** After a form was sent: reloading the page must not send it again. */
    static Response goTo(String path) {
        return Response.seeOther(URI.create(path)).build();
    }

    /** The fields of a form that was sent, each once. */
    static Map<String, String> flat(MultivaluedMap<String, String> sent) {
        var form = new HashMap<String, String>();
        sent.forEach((name, values) -> form.put(name, values.isEmpty() ? "" : values.getFirst()));
        return form;
    }

    static Uni<Response> problem(Problem problem, Shell.Visit visit) {
        var shell = visit.shell(problem.type().title(), "", "");
        var page = new ProblemPage(shell, problem.type().title(), problem.detail());
        return of(problem.type().status(), Templates.problem(page));
    }
}
