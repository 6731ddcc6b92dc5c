package io.agentrunner.dashboard;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** {@code ?theme=dark} on any page: remembers the choice and leads back to the page. */
public class ThemeFilter {

    static final String NAME = "theme";

    private static final int A_YEAR = 365 * 24 * 60 * 60;

    @ServerRequestFilter(preMatching = true)
    public Optional<Response> remember(ContainerRequestContext request) {
        var uri = request.getUriInfo();
        var chosen = uri.getQueryParameters().getFirst(NAME);
        if (chosen == null || !request.getMethod().equals("GET")) {
            return Optional.empty();
        }
        boolean forget = chosen.equals(Shell.FOLLOW_SYSTEM);
        var cookie =
                new NewCookie.Builder(NAME)
                        .value(forget ? "" : chosen.equals("dark") ? "dark" : "light")
                        .path("/")
                        .maxAge(forget ? 0 : A_YEAR)
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build();
        var back = uri.getRequestUriBuilder().replaceQueryParam(NAME).build();
        return Optional.of(Response.seeOther(back).cookie(cookie).build());
    }
}
