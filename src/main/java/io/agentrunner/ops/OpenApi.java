package io.agentrunner.ops;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the interface description says of the whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "agent-runner",
                        version = "1",
                        description =
                                "Runs multi-step workflows durably and shows every run live. Errors"
                                        + " are RFC 9457 problem documents.",
                        license = @License(name = "Apache-2.0")),
        tags = {
            @Tag(name = "Runs", description = "Start, list, show, follow and end runs"),
            @Tag(name = "Workflows", description = "What can be run"),
            @Tag(name = "Artifacts", description = "What runs leave behind"),
            @Tag(name = "Operations", description = "The servers themselves"),
            @Tag(name = "Problems", description = "What can go wrong, explained")
        })
public class OpenApi extends Application {}
