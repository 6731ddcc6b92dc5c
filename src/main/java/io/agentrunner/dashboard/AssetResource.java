package io.agentrunner.dashboard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * Serves stylesheet and script under the address that names their content. An address of an earlier
 * release gets what there is now, and doesn't keep it.
 */
@Path("/assets/{version}/{file}")
public class AssetResource {

    @GET
    public Response file(String version, String file) {
        boolean current = Assets.folder().endsWith("/" + version);
        return Assets.type(file)
                .map(type -> Response.ok(Assets.read(file), type))
                .orElse(Response.status(Response.Status.NOT_FOUND))
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        current ? "public, max-age=31536000, immutable" : "no-store")
                .build();
    }
}
