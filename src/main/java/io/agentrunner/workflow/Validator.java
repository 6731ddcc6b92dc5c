package io.agentrunner.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that any definition must keep, however it was written down. Finds all breaches. */
public final class Validator {

    public static final Pattern WORKFLOW_NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    public static final Pattern STEP_NAME = Pattern.compile("[a-z][A-Za-z0-9_]{0,62}");
    public static final int MAX_STEPS = 1_000;
    public static final int MAX_ATTEMPTS = 1_000;
    public static final int MAX_CRASHES = 100;
    public static final int MAX_PARALLEL = 10_000;
    public static final int MAX_CONCURRENCY = 1_000_000;

    /** How many steps may be around a step. */
    public static final int MAX_DEPTH = 5;

    public static final Duration LONGEST = Duration.ofDays(3_650);

    /** How long a step may sleep. */
    public static final Duration LONGEST_SLEEP = Duration.ofDays(36_500);

    private static final int MAX_FACTOR = 100;

    private final List<Breach> breaches = new ArrayList<>();

    private Validator() {}

    /**
     * A rule that was not kept.
     *
     * @param path JSON pointer into the definition
     * @param message what is wrong and what to do
     */
    public record Breach(String path, String message) {}

    /** Every rule that the draft does not keep, in the order of the definition. */
    public static List<Breach> check(Draft draft) {
        var validator = new Validator();
        validator.checkName("/name", "a workflow's name", draft.name(), WORKFLOW_NAME);
        validator.checkSpan("/timeout", draft.timeout());
        validator.checkTimeline(draft.timeline(), draft.steps());
        draft.steps().values().forEach(step -> validator.checkNamed("/steps", step, 0));
        validator.checkConcurrency(draft.concurrency());
        validator.breaches.addAll(FlowRules.breaches(draft));
        return validator.breaches;
    }

    /** What the draft may say, and hardly means: to be told, not to be refused. */
    public static List<Breach> doubts(Draft draft) {
        return FlowRules.doubts(draft);
    }

    private void checkName(String path, String what, String name, Pattern pattern) {
        if (!pattern.matcher(name).matches()) {
            add(path, "`" + name + "` is not " + what + ", which matches " + pattern.pattern());
        }
    }

    private void checkTimeline(List<String> timeline, Map<String, Step> steps) {
        if (timeline.isEmpty()) {
            add("/timeline", "names no step; a workflow has one at least");
        }
        if (timeline.size() > MAX_STEPS) {
            add("/timeline", "has " + timeline.size() + " steps; " + MAX_STEPS + " are possible");
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < timeline.size(); i++) {
            var name = timeline.get(i);
            if (!seen.add(name)) {
                add("/timeline/" + i, "`" + name + "` stands here a second time; once is possible");
            } else if (!steps.containsKey(name)) {
                add(
                        "/timeline/" + i,
                        "there is no step `%s` under `steps`%s"
                                .formatted(name, Suggestion.didYouMean(name, steps.keySet())));
            }
        }
        for (var name : steps.keySet()) {
            if (!seen.contains(name)) {
                add(
                        Pointer.to("/steps", name),
                        "`%s` is not in the timeline; add it there or remove it".formatted(name));
            }
        }
    }

    private void checkConcurrency(@Nullable Concurrency concurrency) {
        if (concurrency != null) {
            checkRange("/concurrency/max", concurrency.max(), 1, MAX_CONCURRENCY);
        }
    }

    private void checkNamed(String parent, Step step, int depth) {
        var path = Pointer.to(parent, step.name());
        checkName(path, "a step's name", step.name(), STEP_NAME);
        checkStep(path, step, depth);
    }

    private void checkStep(String path, Step step, int depth) {
        checkSpan(path + "/timeout", step.timeout());
        checkSpan(path + "/totalTimeout", step.totalTimeout());
        checkRange(path + "/maxCrashes", step.maxCrashes(), 1, MAX_CRASHES);
        checkRetry(path + "/retry", step.retry());
        if (step.nested() != null) {
            checkNested(path, step.nested(), depth + 1);
        }
    }

    private void checkNested(String path, Nested nested, int depth) {
        if (nested.maxParallel() != Integer.MAX_VALUE) {
            checkRange(path + "/maxParallel", nested.maxParallel(), 1, MAX_PARALLEL);
        }
        if (depth > MAX_DEPTH) {
            add(path, "has steps inside at a depth of more than " + MAX_DEPTH);
            return;
        }
        switch (nested) {
            case Nested.Parallel(var steps, _, _) -> checkSteps(path + "/steps", steps, depth);
            case Nested.ForEach(var step, _, _) -> checkStep(path + "/step", step, depth);
        }
    }

    private void checkSteps(String path, List<Step> steps, int depth) {
        if (steps.isEmpty()) {
            add(path, "has no step; it has one at least");
        }
        if (steps.size() > MAX_STEPS) {
            add(path, "has " + steps.size() + " steps; " + MAX_STEPS + " are possible");
        }
        steps.forEach(step -> checkNamed(path, step, depth));
    }

    private void checkRetry(String path, RetryPolicy retry) {
        checkRange(path + "/maxAttempts", retry.maxAttempts(), 1, MAX_ATTEMPTS);
        checkRange(path + "/factor", retry.factor(), 1, MAX_FACTOR);
        checkRange(path + "/jitter", retry.jitter(), 0, 1);
        if (!retry.backoff().isZero()) {
            checkSpan(path + "/backoff", retry.backoff());
        }
        checkSpan(path + "/maxBackoff", retry.maxBackoff());
        if (retry.maxBackoff().compareTo(retry.backoff()) < 0) {
            add(
                    path + "/maxBackoff",
                    "is shorter than `backoff`; the wait would never begin with it");
        }
    }

    private void checkRange(String path, double value, int least, int most) {
        if (!(value >= least && value <= most)) {
            add(path, "must be from " + least + " to " + most);
        }
    }

    private void checkSpan(String path, @Nullable Duration span) {
        if (span != null && (!span.isPositive() || span.compareTo(LONGEST) > 0)) {
            add(path, "must be longer than nothing and at most P" + LONGEST.toDays() + "D");
        }
    }

    private void add(String path, String message) {
        breaches.add(new Breach(path, message));
    }
}
