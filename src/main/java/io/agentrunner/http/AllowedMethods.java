package io.agentrunner.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/**
 * The methods that have a meaning at an address, which a 405 has to name; none where nothing is.
 */
final class AllowedMethods {

    private AllowedMethods() {}

    static Set<String> at(String path, Deployment deployment) {
        var methods = new TreeSet<String>();
        var classes = new RequestMapper<>(new ArrayList<>(deployment.getClassMappers()));
        var match = classes.map(path);
        if (match != null) {
            var remaining = match.remaining.isEmpty() ? "/" : match.remaining;
            Arrays.stream(match.value.handlers)
                    .filter(ClassRoutingHandler.class::isInstance)
                    .map(ClassRoutingHandler.class::cast)
                    .forEach(handler -> methods.addAll(at(remaining, handler)));
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    private static Set<String> at(String remaining, ClassRoutingHandler handler) {
        var methods = new TreeSet<String>();
        handler.getMappers()
                .forEach(
                        (method, mapper) -> {
                            if (Objects.nonNull(method) && mapper.map(remaining) != null) {
                                methods.add(method);
                            }
                        });
        return methods;
    }
}
