package io.agentrunner.catalog;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import io.agentrunner.workflow.dsl.Dsl;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the kinds of a sealed type apart in JSON, by a field with the simple name of the class.
 * Where a type says itself how it is to be told apart, that holds.
 */
final class SealedKinds extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    private static final JsonTypeInfo.Value BY_FIELD =
            JsonTypeInfo.Value.construct(
                    JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, Dsl.KIND, null, false, null);

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType base) {
        return isOurs(type) ? new StdTypeResolverBuilder().init(BY_FIELD, null) : null;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass type) {
        return isOurs(type) ? type.getRawType().getSimpleName() : null;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        return annotated instanceof AnnotatedClass type && isOurs(type)
                ? kinds(type.getRawType())
                        .map(kind -> new NamedType(kind, kind.getSimpleName()))
                        .toList()
                : null;
    }

    private static boolean isOurs(AnnotatedClass type) {
        return isOfASealed(type.getRawType()) && !type.hasAnnotation(JsonTypeInfo.class);
    }

    /** The classes that a sealed type can be. */
    static Stream<Class<?>> kinds(Class<?> type) {
        return isSealed(type)
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedKinds::kinds)
                : Stream.of(type);
    }

    static boolean isOfASealed(@Nullable Class<?> type) {
        return type != null
                && (isSealed(type)
                        || isOfASealed(type.getSuperclass())
                        || Arrays.stream(type.getInterfaces()).anyMatch(SealedKinds::isOfASealed));
    }

    /** An enum whose constants have bodies is sealed as well, and an ordinary value. */
    private static boolean isSealed(Class<?> type) {
        return type.isSealed()
                && !type.isEnum()
                && !Optional.ofNullable(type.getPackageName()).orElse("").startsWith("java.");
    }
}
