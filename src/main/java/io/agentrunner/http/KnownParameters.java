package io.agentrunner.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that the resource method doesn't declare, and second values of those
 * that have one.
 */
public class KnownParameters {

    /** By name, whether several values have a meaning. */
    private final Map<Method, Map<String, Boolean>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void check(ResourceInfo resource, UriInfo uri) {
        var given = uri.getQueryParameters();
        if (!given.isEmpty()) {
            var taken = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of);
            QueryParameter.refuseUnknown(given.keySet(), taken.keySet());
            given.forEach(
                    (name, values) -> {
                        if (!taken.getOrDefault(name, false)) {
                            QueryParameter.refuseRepeated(name, values);
                        }
                    });
        }
    }

    private static Map<String, Boolean> of(Method method) {
        var taken = new HashMap<String, Boolean>();
        for (var parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (var field : parameter.getType().getDeclaredFields()) {
                    add(taken, field, field.getName(), field.getType());
                }
            } else {
                add(taken, parameter, parameter.getName(), parameter.getType());
            }
        }
        return Map.copyOf(taken);
    }

    private static void add(
            Map<String, Boolean> taken, AnnotatedElement element, String ownName, Class<?> type) {
        boolean several = Collection.class.isAssignableFrom(type);
        var jakarta = element.getAnnotation(QueryParam.class);
        var quarkus = element.getAnnotation(RestQuery.class);
        if (jakarta != null) {
            taken.put(jakarta.value(), several);
        } else if (quarkus != null) {
            taken.put(quarkus.value().isEmpty() ? ownName : quarkus.value(), several);
        }
    }
}
