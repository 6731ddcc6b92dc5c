package io.agentrunner.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses query parameters that the resource method doesn't declare. */
public class KnownParameters {

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void check(ResourceInfo resource, UriInfo uri) {
        var given = uri.getQueryParameters().keySet();
        if (!given.isEmpty()) {
            QueryParameter.refuseUnknown(
                    given,
                    known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of));
        }
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(
                        parameter ->
                                parameter.isAnnotationPresent(BeanParam.class)
                                        ? fields(parameter.getType())
                                        : name(parameter, parameter.getName()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> fields(Class<?> bean) {
        return Arrays.stream(bean.getDeclaredFields())
                .flatMap(field -> name(field, field.getName()));
    }

    private static Stream<String> name(AnnotatedElement element, String ownName) {
        var jakarta = element.getAnnotation(QueryParam.class);
        if (jakarta != null) {
            return Stream.of(jakarta.value());
        }
        var quarkus = element.getAnnotation(RestQuery.class);
        if (quarkus == null) {
            return Stream.empty();
        }
        return Stream.of(quarkus.value().isEmpty() ? ownName : quarkus.value());
    }
}
