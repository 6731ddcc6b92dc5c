package io.agentrunner.steps;

import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Wait;
import io.agentrunner.workflow.Validator;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * {@code sleep}: waits {@code for} a time or {@code until} a moment, and holds nothing meanwhile.
 * The moment follows from when the step began, so no crash and no retry makes it later.
 */
public final class SleepStep extends LightStep {

    private static final Duration LONGEST = Validator.LONGEST_SLEEP;

    public SleepStep(Templates templates, Secrets secrets) {
        super("sleep", templates, secrets);
    }

    @Override
    Outcome execute(StepTask task, Settings settings) throws Exception {
        return sleep(task, until(task, settings));
    }

    private static Outcome sleep(StepTask task, Instant until) {
        return task.now().isBefore(until)
                ? new Outcome.Suspended(new Wait.Sleep("sleeping until " + until, until))
                : Outcome.completed("null");
    }

    private static Instant until(StepTask task, Settings settings) {
        var length = settings.find("for");
        var moment = settings.find("until");
        if (length.isPresent() == moment.isPresent()) {
            throw Settings.wrong("for", "or until is needed, and one of them only");
        }
        return length.isPresent()
                ? task.startedAt().plus(length(Settings.text("for", length.get())))
                : moment(Settings.text("until", moment.orElseThrow()), task.startedAt());
    }

    private static Duration length(String text) {
        try {
            var length = Duration.parse(text);
            if (!length.isNegative() && length.compareTo(LONGEST) <= 0) {
                return length;
            }
        } catch (DateTimeException _) {
            // answered below, as a length out of range is
        }
        throw Settings.wrong(
                "for", "must be a duration like PT30S or P1D, at most 100 years, not " + text);
    }

    private static Instant moment(String text, Instant from) {
        try {
            var moment = OffsetDateTime.parse(text).toInstant();
            if (moment.isBefore(from.plus(LONGEST))) {
                // What the database can hold: the wait is read back from there.
                return moment.truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException _) {
            // answered below, as a moment out of range is
        }
        throw Settings.wrong(
                "until", "must be a time like 2030-01-31T12:00:00Z, within 100 years, not " + text);
    }
}
