package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.Payloads;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Wait;
import java.io.IOException;
import java.util.List;

/** {@code forEach}: lets a step run for each item of a list; results in theirs, in that order. */
public final class ForEachStep extends LightStep {

    /** A run has no room for the events of more. */
    private static final int MOST_ITEMS = 10_000;

    public ForEachStep(Templates templates, Secrets secrets) {
        super("forEach", templates, secrets);
    }

    @Override
    Outcome execute(StepTask task, Settings settings) throws Exception {
        return Inside.isOver(task) ? merged(task, settings) : begun(settings);
    }

    private Outcome begun(Settings settings) throws IOException {
        var items = items(settings.required("items"));
        return items.isEmpty()
                ? outcomes().completed(JsonNodeFactory.instance.arrayNode(), List.of())
                : new Outcome.Suspended(
                        new Wait.Branches(
                                items, "running its step for %,d items".formatted(items.size())));
    }

    private static List<String> items(JsonNode list) {
        if (!list.isArray()) {
            throw Settings.wrong(
                    "items", "must be a list, not " + Text.start(Json.write(list), 100));
        }
        if (list.size() > MOST_ITEMS) {
            throw new StepFailed(
                    "PAYLOAD_LIMIT",
                    "items are %,d, at most %,d are possible; divide them among runs"
                            .formatted(list.size(), MOST_ITEMS));
        }
        var items = list.valueStream().map(item -> Keepable.json("an item", item)).toList();
        Keepable.checkSize("the list of items", items.stream().mapToLong(Payloads::bytes).sum());
        return items;
    }

    /** One at a time: together they may be far more than any of them. */
    private Outcome merged(StepTask task, Settings settings) throws IOException {
        var inside = Inside.of(settings);
        Content results =
                out -> {
                    out.writeStartArray();
                    for (var step : task.inside()) {
                        out.writeTree(inside.result(step));
                    }
                    out.writeEndArray();
                };
        return outcomes().completed(results, List.of());
    }
}
