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
     * @param action where its form posts to
     */
    Visit visit(FormToken tokens, String action, Instant now) {
        var asked = address();
        var base = asked.getBaseUri().toString();
        return new Visit(
                theme == null ? "" : theme,
                asked.getPath(),
                query(asked),
                tokens.issue(action),
                base.endsWith("/") ? base.substring(0, base.length() - 1) : base,
                now);
    }

    /** For pages without a form. */
    Visit visit(Instant now) {
        var asked = address();
        return new Visit(theme == null ? "" : theme, asked.getPath(), query(asked), "", "", now);
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
