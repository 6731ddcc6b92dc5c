package io.agentrunner.catalog;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.agentrunner.workflow.dsl.Dsl;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds sealed types whose kinds can't be told apart by the field that is there for it. */
final class KindClashes {

    private final Set<Class<?>> seen = new HashSet<>();
    private final List<String> found = new ArrayList<>();

    private KindClashes() {}

    /** What is wrong with any of those types, or with what is in them. */
    static List<String> in(Iterable<? extends @Nullable Type> types) {
        var clashes = new KindClashes();
        types.forEach(clashes::look);
        return clashes.found;
    }

    private void look(@Nullable Type type) {
        switch (type) {
            case Class<?> simple -> look(simple);
            case ParameterizedType whole -> {
                look(whole.getRawType());
                Arrays.stream(whole.getActualTypeArguments()).forEach(this::look);
            }
            case GenericArrayType array -> look(array.getGenericComponentType());
            case null, default -> {}
        }
    }

    private void look(Class<?> type) {
        if (!seen.add(type)) {
            return;
        }
        var kinds = SealedKinds.kinds(type).toList();
        if (!kinds.equals(List.of(type)) && !type.isAnnotationPresent(JsonTypeInfo.class)) {
            check(type, kinds);
        }
        kinds.forEach(this::look);
        if (type.isRecord()) {
            Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .forEach(this::look);
        }
    }

    private void check(Class<?> type, List<Class<?>> kinds) {
        var names = new HashMap<String, Class<?>>();
        for (var kind : kinds) {
            var other = names.put(kind.getSimpleName(), kind);
            if (other != null) {
                add(
                        type,
                        "`%s` and `%s` have one simple name"
                                .formatted(other.getName(), kind.getName()));
            }
            if (kind.isRecord()
                    && Arrays.stream(kind.getRecordComponents())
                            .anyMatch(it -> it.getName().equals(Dsl.KIND))) {
                add(type, "`%s` has a component `%s`".formatted(kind.getSimpleName(), Dsl.KIND));
            }
        }
    }

    private void add(Class<?> type, String why) {
        found.add(
                "the kinds of `%s` can't be told apart by a field `%s`: %s; give it another name, or say by @JsonTypeInfo how"
                        .formatted(type.getSimpleName(), Dsl.KIND, why));
    }
}
