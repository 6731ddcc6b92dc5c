package io.agentrunner.workflow;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition as somebody wrote it, before {@link Validator} has had its say.
 *
 * @param steps by name, whether or not the timeline has them
 */
public record Draft(
        String name,
        @Nullable String versionLabel,
        @Nullable String description,
        @Nullable String inputsSchema,
        @Nullable Duration timeout,
        List<String> timeline,
        Map<String, Step> steps,
        Flow flow,
        Recovery recovery,
        @Nullable Concurrency concurrency,
        @Nullable String output) {

    public Draft {
        timeline = List.copyOf(timeline);
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /**
     * The workflow that it is. Only for a draft without mistakes.
     *
     * @param definition canonical JSON of all of it
     * @param version by which that content is known
     */
    public Workflow publish(String definition, String version) {
        return new Workflow(
                name,
                version,
                versionLabel,
                description,
                inputsSchema,
                timeout,
                timeline.stream().map(this::step).toList(),
                flow,
                recovery,
                concurrency,
                output,
                definition);
    }

    private Step step(String name) {
        var step = steps.get(name);
        if (step == null) {
            throw new IllegalStateException("step " + name + " is not defined");
        }
        return step;
    }
}
