package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Ask.Draft;
import io.agentrunner.dashboard.Lines.Opened;
import io.agentrunner.dashboard.RunPages.Wish;
import io.agentrunner.http.QueryParameter;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of one run. */
@Path("/runs/{id}")
@Produces(Pages.OFFERED)
public class RunPageResource {

    private final RunPages pages;

    public RunPageResource(RunPages pages) {
        this.pages = pages;
    }

    /** What the address of a page may say. */
    public static class Choices {
        @RestQuery
        @DefaultValue("")
        public String step = "";

        @RestQuery
        @DefaultValue("")
        public String output = "";

        @RestQuery
        @DefaultValue("")
        public String artifact = "";

        @RestQuery
        @DefaultValue("0")
        public String until = "0";

        @RestQuery
        @DefaultValue("")
        public String open = "";

        @RestQuery
        @DefaultValue("0")
        public String from = "0";

        @RestQuery
        @DefaultValue("")
        public String only = "";

        Wish wish() {
            int first = (int) number("from", from);
            var view = new View(step, new Opened(open, first, only));
            return new Wish(view, output, artifact, number("until", until), Draft.NONE);
        }

        private static long number(String name, String text) {
            return QueryParameter.number(name, text, 0, Integer.MAX_VALUE);
        }
    }

    @GET
    public Uni<Response> page(String id, @BeanParam Choices choices, @BeanParam Visitor visitor) {
        return pages.show(200, id, choices.wish(), visitor);
    }

    static RunId runId(String id) {
        try {
            return RunId.of(id);
        } catch (IllegalArgumentException none) {
            throw RunPages.unknown(id);
        }
    }
}
