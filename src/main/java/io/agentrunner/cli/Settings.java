package io.agentrunner.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be known before the server is started.
 *
 * @param workflows folder of blueprints, null when there is none
 */
record Settings(String host, int port, Path data, @Nullable Path workflows) {

    private static final String PREFIX = Configuration.PREFIX;

    Settings onPort(int other) {
        return new Settings(host, other, data, workflows);
    }

    String address() {
        var name = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + port;
    }

    /** The same for what runs inside, to be set before it starts. */
    Map<String, String> properties() {
        return Map.of(
                "quarkus.http.host",
                host,
                "quarkus.http.port",
                String.valueOf(port),
                PREFIX + "host",
                host,
                PREFIX + "port",
                String.valueOf(port),
                PREFIX + "data",
                data.toString(),
                PREFIX + "workflows",
                workflows == null ? "" : workflows.toString(),
                PREFIX + "examples",
                String.valueOf(Configuration.showsExamples(workflows)),
                // Addresses that can't be read are refused by us, in words.
                "vertx.disableURIValidation",
                "true");
    }
}
