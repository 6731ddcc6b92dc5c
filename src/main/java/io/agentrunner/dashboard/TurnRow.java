package io.agentrunner.dashboard;

import io.agentrunner.run.FlowEvent.Turned;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Workflow;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rule decided: at which step, where it went on, and what the rule looked at.
 *
 * @param eventUrl leads to the event
 * @param rule {@code branch rule 2}
 * @param label where the rule applies, or empty
 * @param values null where it looked at nothing
 */
public record TurnRow(
        String css,
        String icon,
        String eventUrl,
        String when,
        String at,
        String from,
        String fromUrl,
        String to,
        String rule,
        String label,
        @Nullable Code values) {

    /** As many are shown. */
    static final int MOST = 20;

    private static final String SAW_NOTHING = "{}";

    /** Those among the events, the latest first. */
    static List<TurnRow> of(List<EventRow> events, Workflow workflow, View view) {
        return events.reversed().stream()
                .filter(event -> event.turned() != null)
                .limit(MOST)
                .map(event -> of(event, Objects.requireNonNull(event.turned()), workflow, view))
                .toList();
    }

    private static TurnRow of(EventRow event, Turned turned, Workflow workflow, View view) {
        var step = turned.step();
        var way = turned.way();
        var clauses = workflow.flow().clauses(turned.turn(), step.path());
        var iteration = step.iteration() == 1 ? "" : " #" + step.iteration();
        return new TurnRow(
                event.css(),
                event.icon(),
                "#e" + event.seq(),
                event.when(),
                event.at(),
                step.path() + iteration,
                view.url(step.path()),
                to(way),
                turned.turn().name().toLowerCase(Locale.ROOT) + " rule " + way.rule(),
                label(clauses, way.rule()),
                way.values().equals(SAW_NOTHING) ? null : Code.of(way.values()));
    }

    private static String label(List<Clause> clauses, int rule) {
        return rule >= 1 && rule <= clauses.size() ? clauses.get(rule - 1).label() : "";
    }

    private static String to(Way way) {
        var to = way.to() == null ? "the end" : way.to();
        return switch (way.direction()) {
            case CONTINUE -> "on to " + to;
            case BACK_TO -> "back to " + to;
            case SKIP_TO -> "skips to " + to;
            case FAIL -> "fails the run";
        };
    }
}
