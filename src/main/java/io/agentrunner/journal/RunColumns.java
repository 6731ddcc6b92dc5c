package io.agentrunner.journal;

import io.agentrunner.run.Lifecycle.Parent;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.Slot;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What {@code runs} shows of a run, as arrays: one for each column, one element for each run. */
final class RunColumns {

    /** Lists are no place for long texts; the whole message is in the journal. */
    private static final int LONGEST_MESSAGE = 1000;

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private RunColumns() {}

    /** Adds what a new row needs, in the order of the statements. */
    static void addAll(Tuple tuple, List<Pending> rows, UUID node) {
        tuple.addValue(of(rows, UUID[]::new, p -> p.run().value()));
        tuple.addValue(of(rows, String[]::new, p -> p.after().workflow()));
        tuple.addValue(of(rows, String[]::new, p -> p.after().version()));
        tuple.addValue(of(rows, String[]::new, p -> p.after().state().name()));
        tuple.addValue(of(rows, String[]::new, p -> reason(p.after())));
        tuple.addValue(of(rows, String[]::new, p -> message(p.after())));
        tuple.addValue(of(rows, Integer[]::new, p -> (int) p.after().seq()));
        tuple.addValue(of(rows, UUID[]::new, p -> owner(p.transition(), node)));
        tuple.addValue(of(rows, UUID[]::new, p -> parent(p.after().created().parent())));
        tuple.addValue(of(rows, String[]::new, p -> arrayText(p.after().created().tags())));
        tuple.addValue(of(rows, Integer[]::new, p -> p.after().created().priority()));
        tuple.addValue(of(rows, String[]::new, p -> p.after().created().correlationId()));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().created().at())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().startedAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().endedAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().updatedAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().created().startAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.transition().dueAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(turn(p.after().created()))));
        tuple.addValue(of(rows, String[]::new, p -> key(p.after().created().slot())));
        tuple.addValue(of(rows, Integer[]::new, p -> max(p.after().created().slot())));
        tuple.addValue(of(rows, UUID[]::new, p -> value(p.after().created().forkedFrom())));
        tuple.addValue(of(rows, Integer[]::new, p -> p.transition().asks()));
    }

    /** Adds what may differ from the row that is there. */
    static void addChanging(Tuple tuple, List<Pending> rows, UUID node) {
        tuple.addValue(of(rows, UUID[]::new, p -> p.run().value()));
        tuple.addValue(of(rows, String[]::new, p -> p.after().state().name()));
        tuple.addValue(of(rows, String[]::new, p -> reason(p.after())));
        tuple.addValue(of(rows, String[]::new, p -> message(p.after())));
        tuple.addValue(of(rows, Integer[]::new, p -> (int) p.after().seq()));
        tuple.addValue(of(rows, UUID[]::new, p -> owner(p.transition(), node)));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().startedAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().endedAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.after().updatedAt())));
        tuple.addValue(of(rows, OffsetDateTime[]::new, p -> time(p.transition().dueAt())));
        tuple.addValue(of(rows, Integer[]::new, p -> p.transition().asks()));
    }

    /** Priority goes first and makes nobody wait for ever. */
    private static Instant turn(RunCreated created) {
        return created.at().minus(Duration.ofMinutes(created.priority()));
    }

    private static @Nullable String key(@Nullable Slot slot) {
        return slot == null ? null : slot.key();
    }

    private static @Nullable Integer max(@Nullable Slot slot) {
        return slot == null ? null : slot.max();
    }

    static <T> @Nullable T[] of(
            List<Pending> rows,
            IntFunction<@Nullable T[]> array,
            Function<Pending, ? extends @Nullable T> column) {
        var values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    /** PostgreSQL's calendar ends earlier than Java's; nobody waits for either. */
    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        return (instant.isAfter(END_OF_TIME) ? END_OF_TIME : instant).atOffset(ZoneOffset.UTC);
    }

    /** An array as PostgreSQL writes it; every element is quoted, so none can be more than text. */
    static String arrayText(List<String> elements) {
        if (elements.isEmpty()) {
            return "{}";
        }
        var text = new StringBuilder();
        for (var element : elements) {
            text.append(text.isEmpty() ? "{\"" : ",\"");
            text.append(element.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return text.append('}').toString();
    }

    private static @Nullable String reason(Run run) {
        var reason = run.reason();
        return reason == null ? null : reason.name();
    }

    private static @Nullable String message(Run run) {
        var message = run.message();
        if (message == null || message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        boolean splitsPair = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
        return message.substring(0, splitsPair ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE) + "…";
    }

    private static @Nullable UUID owner(Transition transition, UUID node) {
        return transition.isKept() ? node : null;
    }

    private static @Nullable UUID value(@Nullable RunId run) {
        return run == null ? null : run.value();
    }

    private static @Nullable UUID parent(@Nullable Parent parent) {
        return parent == null ? null : parent.run().value();
    }
}
