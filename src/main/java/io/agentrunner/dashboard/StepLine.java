package io.agentrunner.dashboard;

import io.agentrunner.workflow.Graph;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Validator;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A step as it is defined, with all that limits it.
 *
 * @param id names the line on the page
 * @param lane how deep it is inside others, as a class
 */
public record StepLine(
        String id,
        String name,
        String lane,
        String type,
        String description,
        String timeout,
        String retry) {

    private static final Duration LONG = Validator.LONGEST.dividedBy(2);

    /** All steps of a workflow, those inside others after them. */
    static List<StepLine> of(Workflow workflow) {
        var lines = new ArrayList<StepLine>();
        Graph.of(workflow).nodes().forEach(node -> add(node, 0, lines));
        return lines;
    }

    private static void add(Graph.Node node, int depth, List<StepLine> lines) {
        lines.add(of(node, depth));
        node.inside().forEach(inside -> add(inside, depth + 1, lines));
    }

    private static StepLine of(Graph.Node node, int depth) {
        var step = node.step();
        var description = step.description();
        return new StepLine(
                id(node.id()),
                node.isForEachItem() ? "each item" : step.name(),
                StepRow.lane(depth),
                step.type(),
                description == null ? "" : description.strip(),
                timeout(step),
                retry(step));
    }

    static String id(String path) {
        return "s-" + path;
    }

    /** Leads to the line of that step. */
    static String url(String path) {
        return "#" + Urls.encode(id(path));
    }

    /** How long an attempt may take; of what waits for somebody, how long it waits. */
    private static String timeout(Step step) {
        var total = step.totalTimeout();
        var one = one(step);
        return total == null ? one : one + ", " + Words.limit(total) + " in all";
    }

    private static String one(Step step) {
        return switch (step.type()) {
            case "sleep" -> "";
            case "approval" -> "waits " + waits(step, "P1D");
            case "signal" -> "waits " + waits(step, "for ever");
            default ->
                    step.timeout().compareTo(LONG) > 0 ? "no limit" : Words.limit(step.timeout());
        };
    }

    private static String waits(Step step, String usually) {
        var settings = Code.parse(step.settings());
        var text = settings == null ? usually : settings.path("timeout").asText(usually);
        try {
            return Words.limit(Duration.parse(text));
        } catch (DateTimeParseException template) {
            return text;
        }
    }

    private static String retry(Step step) {
        if (step.nested() != null) {
            return "";
        }
        var words = new ArrayList<String>();
        var policy = step.retry();
        if (policy.maxAttempts() > 1) {
            words.add(Words.count(policy.maxAttempts(), "attempt") + ", " + backoff(policy));
            if (!policy.retryOn().isEmpty()) {
                words.add("on " + String.join(", ", policy.retryOn().stream().sorted().toList()));
            }
            if (!policy.doNotRetryOn().isEmpty()) {
                words.add(
                        "not on "
                                + String.join(
                                        ", ", policy.doNotRetryOn().stream().sorted().toList()));
            }
        } else {
            words.add("1 attempt");
        }
        if (policy.pauseAfterRetries()) {
            words.add("then a person decides");
        }
        if (step.maxCrashes() != Step.DEFAULT_MAX_CRASHES) {
            words.add("gives up after " + Words.count(step.maxCrashes(), "crash", "crashes"));
        }
        return String.join("; ", words);
    }

    /** {@code 2 s × 2 up to 1 m apart}. */
    private static String backoff(RetryPolicy policy) {
        var first = Words.limit(policy.backoff());
        if (policy.factor() == 1 || policy.maxAttempts() == 2) {
            return first + " apart";
        }
        var factor =
                policy.factor() == Math.rint(policy.factor())
                        ? String.valueOf((long) policy.factor())
                        : String.valueOf(policy.factor());
        return "%s apart, ×%s up to %s".formatted(first, factor, Words.limit(policy.maxBackoff()));
    }
}
