package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepTimedOut;
import io.agentrunner.run.StepKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventCodecTest {

    private static final RunId RUN = new RunId(new UUID(1, 2));
    private static final Instant NOON = EventSamples.NOON;

    @Property(tries = 500)
    void what_is_written_is_read_again(@ForAll("events") RunEvent event) {
        assertThat(readBack(List.of(event))).containsExactly(event);
    }

    @Property(tries = 200)
    void a_transition_keeps_its_events_in_order(@ForAll("transitions") List<RunEvent> events) {
        assertThat(readBack(events)).isEqualTo(events);
    }

    @Property(tries = 300)
    void what_is_written_is_json(@ForAll("payloads") String payload) throws Exception {
        var events = List.<RunEvent>of(new RunCompleted(payload, NOON));
        if (payload.length() < 1000) {
            assertThat(new ObjectMapper().readTree(EventCodec.encode(events))).hasSize(1);
        }
        assertThat(readBack(events)).isEqualTo(events);
    }

    @Test
    void a_rule_keeps_its_name() {
        var way = new Way(1, "small \"orders\"", Direction.CONTINUE, "b", "{}", List.of());
        var event = new Branched(StepKey.first("a"), way, NOON);
        assertThat(readBack(List.of(event))).containsExactly(event);
    }

    @Test
    void a_payload_is_embedded_letter_by_letter() {
        var result = "{\"a\":1.10, \"b\" : 1e400,\"c\":123456789012345678901234567890}";
        var step = new StepCompleted(StepKey.first("charge"), 1, result, NOON);
        assertThat(EventCodec.encode(List.of(step))).contains("\"result\":" + result + "}");
    }

    @Test
    void a_payload_of_megabytes_is_read_back() {
        var result = "[\"" + "x\u00fc\\n".repeat(1_000_000) + "\", 1.10]";
        var event = new RunCompleted(result, NOON);
        assertThat(readBack(List.of(event))).containsExactly(event);
    }

    @Test
    void fields_of_a_newer_release_are_passed_over() {
        var data = "{\"colour\":{\"a\":[1]},\"path\":\"a\",\"reason\":\"STEP_TIMEOUT\",\"x\":null}";
        assertThat(EventCodec.decode("step.timed_out", NOON, data))
                .isEqualTo(new StepTimedOut(StepKey.first("a"), 1, Reason.STEP_TIMEOUT, NOON));
    }

    @Test
    void fields_that_came_later_have_their_defaults() {
        assertThat(
                        EventCodec.decode(
                                "run.created", NOON, "{\"workflow\":\"order\",\"version\":\"v\"}"))
                .isEqualTo(
                        new RunCreated(
                                "order", "v", "{}", List.of(), "{}", 0, null, null, null, null,
                                NOON));
    }

    @Test
    void a_type_of_a_newer_release_is_named() {
        for (var type :
                List.of(
                        "run.cloned",
                        "step.moved",
                        "approval.passed_on",
                        "flow.turned",
                        "cloned",
                        "")) {
            assertThatThrownBy(() -> EventCodec.decode(type, NOON, "{}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("unknown event type: " + type);
        }
    }

    @Test
    void data_of_another_shape_is_refused_by_name() {
        assertThatThrownBy(() -> EventCodec.decode("run.timed_out", NOON, "{\"limit\":\"soon\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no run.timed_out: {\"limit\":\"soon\"}");
        assertThatThrownBy(() -> EventCodec.decode("run.started", NOON, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no field node in {}");
    }

    @Provide
    Arbitrary<RunEvent> events() {
        return AnyEvent.any();
    }

    @Provide
    Arbitrary<List<RunEvent>> transitions() {
        return AnyEvent.any().list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> payloads() {
        return AnyEvent.json();
    }

    /** All events of a row have the row's time, so each is given its own back. */
    private static List<RunEvent> readBack(List<RunEvent> events) {
        var entries =
                new JournalRow(RUN, 7, 6 + events.size(), NOON, EventCodec.encode(events))
                        .entries();
        assertThat(entries).extracting(Entry::seq).startsWith(7L).doesNotHaveDuplicates();
        return IntStream.range(0, events.size())
                .mapToObj(i -> decoded(entries.get(i), events.get(i).at()))
                .toList();
    }

    private static RunEvent decoded(Entry entry, Instant at) {
        return EventCodec.decode(entry.type(), at, entry.data());
    }
}
