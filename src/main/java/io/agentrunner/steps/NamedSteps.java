package io.agentrunner.steps;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The steps written in Java, by name. A name that two of them have is refused at start-up. */
public final class NamedSteps {

    private final Map<String, NamedMethod> byName = new HashMap<>();

    /**
     * Those of the given beans.
     *
     * @throws IllegalStateException naming the methods that have the same name, or can't be steps
     */
    public NamedSteps(Iterable<? extends JavaSteps> beans) {
        beans.forEach(this::addAll);
    }

    Optional<NamedMethod> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /** A bean may be a proxy: the annotations are on a class it extends. */
    private void addAll(JavaSteps bean) {
        var overridden = new HashSet<List<Object>>();
        for (Class<?> type = bean.getClass(); type != null; type = type.getSuperclass()) {
            for (var method : type.getDeclaredMethods()) {
                var named = method.getAnnotation(NamedStep.class);
                if (named != null && overridden.add(signature(method))) {
                    add(named.value(), NamedMethod.of(bean, method));
                }
            }
        }
    }

    private void add(String name, NamedMethod method) {
        if (name.isBlank()) {
            throw new IllegalStateException(method + " is a step without a name");
        }
        var other = byName.put(name, method);
        if (other != null) {
            throw new IllegalStateException(
                    "two steps are called " + name + ": " + other + " and " + method);
        }
    }

    private static List<Object> signature(Method method) {
        return List.of(method.getName(), List.of(method.getParameterTypes()));
    }
}
