package io.agentrunner.journal;

import io.agentrunner.run.FlowEvent;
import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.workflow.Flow;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random events of every kind, made from what their records declare. */
final class AnyEvent {

    private static final Set<String> PAYLOADS =
            Set.of("inputs", "metadata", "result", "details", "data", "form", "value", "values");

    private static final List<String> HOSTILE =
            List.of(
                    "",
                    "null",
                    "\"",
                    "\\",
                    "}]",
                    "\u0000",
                    "\u2028\u2029",
                    "\ud83d\ude00",
                    "'; DROP TABLE journal; --",
                    "{\"type\":\"step.started\",\"data\":{\"path\":\"x\"}}",
                    "\t\r\n",
                    "\u007f\u0080\u200b");

    private static final List<String> NUMBERS =
            List.of(
                    "1.10",
                    "-0.0",
                    "1e400",
                    "1E-7",
                    "9".repeat(2000),
                    "0",
                    "1.0000000000000000001");

    private AnyEvent() {}

    static Arbitrary<RunEvent> any() {
        return Arbitraries.of(EventSamples.ALL).map(Object::getClass).flatMap(AnyEvent::of);
    }

    private static Arbitrary<RunEvent> of(Class<?> type) {
        return record(type).map(RunEvent.class::cast).map(AnyEvent::asOneSays);
    }

    /** A decision has the time of its event: nothing else is stored. */
    private static RunEvent asOneSays(RunEvent event) {
        return event instanceof ApprovalDecided(var step, var attempt, var said, var at)
                ? new ApprovalDecided(
                        step,
                        attempt,
                        new Verdict(said.approved(), said.data(), said.comment(), said.by(), at),
                        at)
                : event;
    }

    private static Arbitrary<Object> record(Class<?> type) {
        var components = type.getRecordComponents();
        var values = Arrays.stream(components).map(AnyEvent::component).toList();
        return Combinators.combine(values).as(all -> create(type, components, all));
    }

    private static Object create(Class<?> type, RecordComponent[] components, List<Object> all) {
        try {
            var types = Arrays.stream(components).map(RecordComponent::getType);
            return type.getDeclaredConstructor(types.toArray(Class<?>[]::new))
                    .newInstance(all.toArray());
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(type.getName(), impossible);
        }
    }

    @SuppressWarnings("NullAway") // a component that may be null says so itself
    private static Arbitrary<Object> component(RecordComponent component) {
        Arbitrary<Object> value =
                switch (component.getName()) {
                    case "steps" -> record(Reused.class).list().ofMaxSize(3).asGeneric();
                    case "items" -> json().list().ofMaxSize(3).asGeneric();
                    case String name when PAYLOADS.contains(name) -> json().asGeneric();
                    default -> byType(component.getType());
                };
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                ? value.injectNull(0.3)
                : value;
    }

    private static Arbitrary<Object> byType(Class<?> type) {
        if (type.isRecord() && type != RunId.class) {
            return record(type);
        }
        if (type == List.class) {
            return string().list().ofMaxSize(4).asGeneric();
        }
        return switch (type.getSimpleName()) {
            case "String" -> string().asGeneric();
            case "int" -> Arbitraries.integers().asGeneric();
            case "long" -> Arbitraries.longs().asGeneric();
            case "Instant" -> instant().asGeneric();
            case "Duration" ->
                    Arbitraries.longs()
                            .map(nanos -> Duration.ofNanos(nanos).multipliedBy(3))
                            .asGeneric();
            case "boolean" -> Arbitraries.of(true, false).asGeneric();
            case "Reason" -> Arbitraries.of(Reason.class).asGeneric();
            case "RunState" -> Arbitraries.of(RunState.class).asGeneric();
            case "Turn" -> Arbitraries.of(Flow.Turn.class).asGeneric();
            case "Direction" -> Arbitraries.of(FlowEvent.Direction.class).asGeneric();
            case "UUID" -> uuid().asGeneric();
            case "RunId" -> uuid().map(RunId::new).asGeneric();
            default -> throw new AssertionError("say what a random " + type + " is");
        };
    }

    private static Arbitrary<Instant> instant() {
        return Combinators.combine(
                        Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
                        Arbitraries.longs().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<UUID> uuid() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }

    private static Arbitrary<String> string() {
        return Arbitraries.oneOf(
                Arbitraries.of(HOSTILE), Arbitraries.strings().all().ofMaxLength(40));
    }

    /** JSON as clients write it: any spacing, any number, any escape, deeply nested at times. */
    static Arbitrary<String> json() {
        var text = string().map(AnyEvent::quoted);
        var leaf =
                Arbitraries.oneOf(
                        text,
                        Arbitraries.of(NUMBERS),
                        Arbitraries.of("null", "true", "\"\\u0041\\/\"", "[ ]", "{ }"),
                        Arbitraries.just("[".repeat(3000) + "]".repeat(3000)));
        var array =
                leaf.list().ofMaxSize(3).map(values -> "[ " + String.join(" ,\n", values) + "]");
        var object =
                Combinators.combine(text, leaf)
                        .as((name, value) -> "{" + name + " : " + value + "}");
        return Arbitraries.oneOf(leaf, array, object);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars()
                .forEach(
                        c -> {
                            if (c < ' ' || c == '"' || c == '\\') {
                                quoted.append("\\u%04x".formatted(c));
                            } else {
                                quoted.append((char) c);
                            }
                        });
        return quoted.append('"').toString();
    }
}
