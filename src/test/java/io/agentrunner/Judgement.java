package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.run.RunState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether all that happened to one run may happen to a run whose server is killed. */
record Judgement(String run, List<JsonNode> events, Traces traces, EveryKind kinds) {

    static Judgement of(Api api, String run, Traces traces, EveryKind kinds)
            throws IOException, InterruptedException {
        return new Judgement(run, api.events(run), traces, kinds);
    }

    /** Everything that is true of any run. */
    void isLegal() throws IOException {
        assertThat(Api.fold(run, events).state()).as(run).isEqualTo(RunState.COMPLETED);
        nothingDurableIsDoneAgain();
        nothingIsEarly();
        eachIsDecidedOnce();
        childrenHaveOnePlaceEach();
    }

    JsonNode result() {
        return events.getLast().path("data").path("result");
    }

    List<String> children() {
        return of("child.started").map(it -> it.path("childRunId").asText()).toList();
    }

    /** What shells wrote down and what the other server was asked, against the journal. */
    private void nothingDurableIsDoneAgain() throws IOException {
        for (var event : events) {
            var type = event.path("type").asText();
            if (type.equals("step.completed")) {
                var durable = at(event);
                var step = event.path("data").path("path").asText();
                assertThat(deeds(step))
                        .as("deeds of %s in %s, durable at %s", step, run, durable)
                        .allMatch(deed -> deed.isBefore(durable));
            }
        }
    }

    private List<Instant> deeds(String step) throws IOException {
        return Stream.concat(traces.starts(run, step).stream(), kinds.requests(run, step).stream())
                .toList();
    }

    /** Sleeps and backoffs last until their time, whoever looks after them by then. */
    private void nothingIsEarly() {
        Map<String, Instant> until = new HashMap<>();
        for (var event : events) {
            var data = event.path("data");
            var step = data.path("path").asText();
            switch (event.path("type").asText()) {
                case "step.waiting" -> {
                    if (data.path("reason").asText().equals("SLEEP")) {
                        until.put(step, Instant.parse(data.path("until").asText()));
                    }
                }
                case "step.retry_scheduled" ->
                        until.put(step, Instant.parse(data.path("next").asText()));
                case "step.started", "step.resumed", "step.completed" -> {
                    var due = until.remove(step);
                    assertThat(at(event))
                            .as("%s of %s, due at %s", event, run, due)
                            .isAfterOrEqualTo(due == null ? Instant.MIN : due);
                }
                default -> {}
            }
        }
    }

    private void eachIsDecidedOnce() {
        var asked = of("approval.requested").map(Judgement::place).toList();
        assertThat(of("approval.decided").map(Judgement::place).toList())
                .as("decisions in %s", run)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(new HashSet<>(asked));
    }

    private void childrenHaveOnePlaceEach() {
        var places = new ArrayList<String>();
        var ids = new HashSet<String>();
        of("child.started")
                .forEach(
                        it -> {
                            places.add(place(it));
                            ids.add(it.path("childRunId").asText());
                        });
        assertThat(new HashSet<>(places)).as("children of %s", run).hasSameSizeAs(ids);
    }

    private static String place(JsonNode data) {
        return data.path("path").asText() + "/" + data.path("iteration").asInt();
    }

    private static Instant at(JsonNode event) {
        return Instant.parse(event.path("at").asText());
    }

    private Stream<JsonNode> of(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .map(event -> event.path("data"));
    }
}
