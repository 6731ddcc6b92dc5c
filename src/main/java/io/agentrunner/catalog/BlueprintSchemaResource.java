package io.agentrunner.catalog;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of blueprints, for editors. */
@Path("/workflows/schema.json")
public class BlueprintSchemaResource {

    private static final String SCHEMA = read();

    @GET
    @Produces({"application/schema+json", "application/json"})
    public String schema() {
        return SCHEMA;
    }

    private static String read() {
        try (var schema =
                BlueprintSchemaResource.class.getResourceAsStream("/schemas/blueprint.json")) {
            if (schema == null) {
                throw new IllegalStateException("schemas/blueprint.json is not in this program");
            }
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
