package io.agentrunner.catalog;

import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Pointer;
import io.agentrunner.workflow.Validator;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;

/** Refuses sleeps that could never be slept, as far as a blueprint says how long they are. */
final class SleepCheck {

    private SleepCheck() {}

    /** Of new blueprints alone: those that were published before keep what they say. */
    static List<Mistake> in(Source source) {
        return StepPlace.all(source)
                .filter(place -> place.is(StepKind.SLEEP))
                .filter(place -> isOutOfRange(place.step().path("for").asText()))
                .map(place -> Pointer.to(place.pointer(), "for"))
                .map(it -> source.at(it, "must be from PT0S to " + longest()))
                .toList();
    }

    private static boolean isOutOfRange(String text) {
        try {
            var length = Duration.parse(text);
            return length.isNegative() || length.compareTo(Validator.LONGEST_SLEEP) > 0;
        } catch (DateTimeException e) {
            return false; // a template, or a mistake that was found already
        }
    }

    private static String longest() {
        return "P" + Validator.LONGEST_SLEEP.toDays() + "D";
    }
}
