package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Shell.Visit;
import io.agentrunner.http.FormToken;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Who looks at a page, as far as the page depends on it. */
public class Visitor {

    @CookieParam(ThemeFilter.NAME)
    public @Nullable String theme;

    /** {@code main} for what is inside of the page alone, {@code rows} for rows of a list. */
    @RestQuery public @Nullable String fragment;

    @Context public @Nullable UriInfo uri;

    boolean wants(String part) {
        return part.equals(fragment);
    }

    /**
     * What the page's frame is made from.
     *
     * @param inbox how many decisions people are waited for with
     */
    Visit visit(FormToken tokens, long inbox, Instant now) {
        var asked = address();
        var base = asked.getBaseUri().toString();
        return new Visit(
                theme == null ? "" : theme,
                asked.getPath(),
                query(asked),
                tokens::issue,
                base.endsWith("/") ? base.substring(0, base.length() - 1) : base,
                inbox,
                now);
    }

    private UriInfo address() {
        if (uri == null) {
            throw new IllegalStateException("a visitor comes with a request");
        }
        return uri;
    }

    private static String query(UriInfo uri) {
        var query = uri.getRequestUri().getRawQuery();
        return query == null ? "" : query;
    }
}
