package io.agentrunner.run;

import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Nested.ForEach;
import io.agentrunner.workflow.Nested.OnError;
import io.agentrunner.workflow.Nested.Parallel;
import io.agentrunner.workflow.Recovery;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Random workflows: steps in a row, steps inside steps, and steps inside those. */
final class Workflows {

    private static final int DEEPEST = 2;

    private Workflows() {}

    static Arbitrary<Workflow> any() {
        return steps(0).list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(steps -> named(steps, "s"))
                .flatMap(
                        steps ->
                                Combinators.combine(Flows.of(steps), limits(600), ends())
                                        .as(
                                                (flow, limit, end) ->
                                                        workflow(steps, flow, limit, end)));
    }

    private static Workflow workflow(
            List<Step> timeline, Flow flow, @Nullable Duration limit, Recovery recovery) {
        return new Workflow(
                "order",
                "sha256:1",
                null,
                null,
                null,
                limit,
                timeline,
                flow,
                recovery,
                null,
                null,
                "{}");
    }

    private static Arbitrary<Recovery> ends() {
        return Arbitraries.frequency(Tuple.of(5, Recovery.RESUME), Tuple.of(1, Recovery.FAIL));
    }

    private static Arbitrary<Step> steps(int depth) {
        return depth == DEEPEST
                ? plain()
                : Arbitraries.frequencyOf(
                        Tuple.of(4, plain()),
                        Tuple.of(1, parallel(depth + 1)),
                        Tuple.of(1, forEach(depth + 1)));
    }

    private static Arbitrary<Step> plain() {
        return Combinators.combine(policies(), limits(200), Arbitraries.integers().between(1, 3))
                .as((policy, limit, crashes) -> Samples.step("s", policy, limit, crashes));
    }

    private static Arbitrary<Step> parallel(int depth) {
        return Combinators.combine(
                        plain(),
                        steps(depth).list().ofMinSize(1).ofMaxSize(3),
                        places(),
                        Arbitraries.of(OnError.class))
                .as(
                        (step, inside, places, onError) ->
                                Samples.around(
                                        step,
                                        "parallel",
                                        new Parallel(named(inside, "b"), places, onError)));
    }

    private static Arbitrary<Step> forEach(int depth) {
        return Combinators.combine(plain(), steps(depth), places(), Arbitraries.of(OnError.class))
                .as(
                        (step, each, places, onError) ->
                                Samples.around(
                                        step, "forEach", new ForEach(each, places, onError)));
    }

    private static Arbitrary<Integer> places() {
        return Arbitraries.integers().between(1, 3);
    }

    private static List<Step> named(List<Step> steps, String prefix) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> named(steps.get(i), prefix + (i + 1)))
                .toList();
    }

    private static Step named(Step step, String name) {
        return new Step(
                name,
                step.type(),
                null,
                "{}",
                step.timeout(),
                step.totalTimeout(),
                step.retry(),
                step.maxCrashes(),
                step.nested());
    }

    private static Arbitrary<RetryPolicy> policies() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4), Arbitraries.of(true, false))
                .as(
                        (attempts, asks) ->
                                new RetryPolicy(
                                        attempts,
                                        Duration.ofSeconds(10),
                                        2,
                                        Duration.ofSeconds(60),
                                        0.5,
                                        Set.of(),
                                        Set.of("FINAL"),
                                        asks));
    }

    static Arbitrary<@Nullable Duration> limits(int seconds) {
        return Arbitraries.integers().between(1, seconds).map(Duration::ofSeconds).injectNull(0.8);
    }
}
