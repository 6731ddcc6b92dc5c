package io.agentrunner.catalog;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a value before there is one. Where something is not known it can be anything, so
 * whoever refuses what this rules out never refuses what could be right.
 *
 * @param kinds one of which it is
 * @param fields that it may have if it is an object
 * @param others whether it may have further ones
 * @param element of which it consists if it is a list, or which is in it if it is optional; null
 *     for anything
 */
record ValueType(
        Set<Kind> kinds,
        Map<String, ValueType> fields,
        Others others,
        @Nullable ValueType element) {

    static final ValueType ANY =
            new ValueType(EnumSet.allOf(Kind.class), Map.of(), Others.SOME, null);
    static final ValueType NUMBER = of(Kind.INT, Kind.DOUBLE);
    static final ValueType STRING = of(Kind.STRING);

    /** The kinds of values that expressions know. */
    enum Kind {
        NULL("nothing", SimpleType.NULL_TYPE),
        BOOL("true or false", SimpleType.BOOL),
        INT("a number", SimpleType.INT),
        DOUBLE("a number", SimpleType.DOUBLE),
        UINT("a number", SimpleType.UINT),
        STRING("a text", SimpleType.STRING),
        BYTES("bytes", SimpleType.BYTES),
        LIST("a list", ListType.create(SimpleType.DYN)),
        MAP("an object", MapType.create(SimpleType.DYN, SimpleType.DYN)),
        TIME("a time", SimpleType.TIMESTAMP),
        DURATION("a duration", SimpleType.DURATION),
        OPTIONAL("an optional value", OptionalType.create(SimpleType.DYN));

        private final String words;
        private final CelType type;

        Kind(String words, CelType type) {
            this.words = words;
            this.type = type;
        }

        CelType type() {
            return type;
        }
    }

    /** Whether an object may have fields that nobody has named. */
    enum Others {
        /** None. */
        NONE,
        /** Nobody has said so. */
        UNSAID,
        SOME
    }

    static ValueType of(Kind... kinds) {
        return new ValueType(EnumSet.copyOf(Arrays.asList(kinds)), Map.of(), Others.SOME, null);
    }

    static ValueType object(Map<String, ValueType> fields, Others others) {
        return new ValueType(EnumSet.of(Kind.MAP), fields, others, null);
    }

    static ValueType listOf(ValueType element) {
        return new ValueType(EnumSet.of(Kind.LIST), Map.of(), Others.SOME, element);
    }

    static ValueType optional(ValueType element) {
        return new ValueType(EnumSet.of(Kind.OPTIONAL), Map.of(), Others.SOME, element);
    }

    /** What the type checker of the language says of it. */
    static ValueType of(CelType type) {
        return switch (type.kind()) {
            case NULL_TYPE -> of(Kind.NULL);
            case BOOL -> of(Kind.BOOL);
            case INT -> of(Kind.INT);
            case UINT -> of(Kind.UINT);
            case DOUBLE -> of(Kind.DOUBLE);
            case STRING -> STRING;
            case BYTES -> of(Kind.BYTES);
            case TIMESTAMP -> of(Kind.TIME);
            case DURATION -> of(Kind.DURATION);
            case LIST -> listOf(of(type.parameters().getFirst()));
            case MAP -> object(Map.of(), Others.SOME);
            default -> ANY;
        };
    }

    boolean isAny() {
        return kinds.size() == Kind.values().length;
    }

    boolean canBe(Kind kind) {
        return kinds.contains(kind);
    }

    /** Of that kind alone. */
    ValueType only(Kind kind) {
        return new ValueType(EnumSet.of(kind), fields, others, element);
    }

    ValueType elements() {
        return element == null ? ANY : element;
    }

    /** Its field of that name, which may be one that nobody has named. */
    ValueType field(String name) {
        return fields.getOrDefault(name, ANY);
    }

    /** The one or the other. */
    ValueType or(ValueType other) {
        if (isAny() || other.isAny()) {
            return ANY;
        }
        var both = EnumSet.copyOf(kinds);
        both.addAll(other.kinds);
        return new ValueType(both, eitherFields(other), eitherOthers(other), eitherElement(other));
    }

    static ValueType either(Collection<ValueType> types) {
        return types.stream().reduce(ValueType::or).orElse(ANY);
    }

    private Map<String, ValueType> eitherFields(ValueType other) {
        if (!canBe(Kind.MAP) || !other.canBe(Kind.MAP)) {
            return canBe(Kind.MAP) ? fields : other.fields;
        }
        var all = new LinkedHashMap<>(fields);
        other.fields.forEach((name, type) -> all.merge(name, type, ValueType::or));
        return all;
    }

    private Others eitherOthers(ValueType other) {
        if (!canBe(Kind.MAP) || !other.canBe(Kind.MAP)) {
            return canBe(Kind.MAP) ? others : other.others;
        }
        return others.compareTo(other.others) > 0 ? others : other.others;
    }

    private @Nullable ValueType eitherElement(ValueType other) {
        if (!holds() || !other.holds()) {
            return holds() ? element : other.element;
        }
        return element == null || other.element == null ? null : element.or(other.element);
    }

    private boolean holds() {
        return canBe(Kind.LIST) || canBe(Kind.OPTIONAL);
    }

    /** For people. */
    String words() {
        return kinds.stream()
                .map(kind -> kind.words)
                .collect(Collectors.toCollection(LinkedHashSet::new))
                .stream()
                .collect(Collectors.joining(" or "));
    }
}
