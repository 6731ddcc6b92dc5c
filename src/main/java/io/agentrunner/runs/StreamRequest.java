package io.agentrunner.runs;

import io.agentrunner.http.QueryParameter;
import io.agentrunner.run.RunState;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a request for a stream says. */
final class StreamRequest {

    private static final String AFTER = "after";

    private final HttpServerRequest request;
    private final MultiMap parameters;

    /** Of a request with no other parameters than those and {@code after}. */
    StreamRequest(RoutingContext routing, List<String> known) {
        this.request = routing.request();
        this.parameters = routing.queryParams();
        var all = Set.copyOf(Stream.concat(known.stream(), Stream.of(AFTER)).toList());
        QueryParameter.refuseUnknown(parameters.names(), all);
        QueryParameter.refuseRepeated(AFTER, parameters.getAll(AFTER));
    }

    /** Where to go on: what the browser says of itself wins over what its page once wrote. */
    Optional<String> after() {
        return Optional.ofNullable(request.getHeader("Last-Event-ID"))
                .filter(id -> !id.isBlank())
                .or(() -> Optional.ofNullable(parameters.get(AFTER)))
                .map(String::strip);
    }

    long afterSeq() {
        return after().map(seq -> QueryParameter.number(AFTER, seq, 0, Integer.MAX_VALUE))
                .orElse(0L);
    }

    EventFilter filter() {
        return new EventFilter(
                Set.copyOf(parameters.getAll("workflow")),
                parameters.getAll("state").stream()
                        .map(state -> QueryParameter.oneOf("state", state, RunState.class))
                        .collect(Collectors.toSet()),
                parameters.getAll("type").stream()
                        .map(type -> QueryParameter.oneOf("type", type, EventTypes.ALL))
                        .collect(Collectors.toSet()));
    }
}
