package io.agentrunner.http;

import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** Lets no form through that doesn't carry the token of its page, whichever method takes it. */
public class FormTokenFilter {

    static final String FORM = MediaType.APPLICATION_FORM_URLENCODED;

    private final FormToken tokens;

    public FormTokenFilter(FormToken tokens) {
        this.tokens = tokens;
    }

    @WithFormRead
    @ServerRequestFilter
    public void check(ResteasyReactiveContainerRequestContext request) {
        var type = request.getMediaType();
        if (type == null || !MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)) {
            return;
        }
        if (!tokens.check(request.getUriInfo().getPath(), token(request))) {
            throw new Problem(
                    ProblemType.FORBIDDEN,
                    "The form has no valid token: reload its page and send it again. A program"
                            + " sends Content-Type: application/json.");
        }
    }

    private static @Nullable String token(ResteasyReactiveContainerRequestContext request) {
        var read = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        var form = read.getFormData();
        var value = form == null ? null : form.getFirst(FormToken.FIELD);
        return value == null ? null : value.getValue();
    }
}
