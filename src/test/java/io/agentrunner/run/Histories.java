package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Random workflows, and random lives of their runs: likely moves mostly, nonsense sometimes. */
final class Histories {

    private Histories() {}

    static Arbitrary<History> any() {
        return Combinators.combine(workflows(), created(), moves()).as(History::play);
    }

    private static Arbitrary<Workflow> workflows() {
        var timelines = steps().list().ofMinSize(1).ofMaxSize(4).map(Histories::named);
        return Combinators.combine(timelines, limits(600))
                .as((steps, limit) -> Samples.workflow(limit, steps.toArray(Step[]::new)));
    }

    private static Arbitrary<Step> steps() {
        return Combinators.combine(policies(), limits(200), Arbitraries.integers().between(1, 3))
                .as((policy, limit, crashes) -> Samples.step("s", policy, limit, crashes));
    }

    private static List<Step> named(List<Step> steps) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> named(steps.get(i), "s" + (i + 1)))
                .toList();
    }

    private static Step named(Step step, String name) {
        return Samples.step(name, step.retry(), step.totalTimeout(), step.maxCrashes());
    }

    private static Arbitrary<RetryPolicy> policies() {
        return Arbitraries.integers()
                .between(1, 5)
                .map(
                        attempts ->
                                new RetryPolicy(
                                        attempts,
                                        Duration.ofSeconds(10),
                                        2,
                                        Duration.ofSeconds(60),
                                        0.5,
                                        Set.of(),
                                        Set.of("FINAL")));
    }

    private static Arbitrary<@Nullable Duration> limits(int seconds) {
        return Arbitraries.integers().between(1, seconds).map(Duration::ofSeconds).injectNull(0.8);
    }

    private static Arbitrary<RunCreated> created() {
        return Combinators.combine(
                        limits(600),
                        Arbitraries.integers()
                                .between(-60, 60)
                                .map(Samples.NOON::plusSeconds)
                                .injectNull(0.7))
                .as((limit, startAt) -> Samples.created(startAt, limit));
    }

    /** A start comes first nearly always: else most histories would be over before they began. */
    private static Arbitrary<List<Move>> moves() {
        var first =
                Arbitraries.frequency(
                        Tuple.of(30, Move.Kind.START),
                        Tuple.of(2, Move.Kind.CANCEL),
                        Tuple.of(1, Move.Kind.WAKE));
        return Combinators.combine(moves(first), moves(kinds()).list().ofMaxSize(30))
                .as((start, rest) -> Stream.concat(Stream.of(start), rest.stream()).toList());
    }

    private static Arbitrary<Move> moves(Arbitrary<Move.Kind> kinds) {
        return Combinators.combine(
                        kinds,
                        aims(),
                        Arbitraries.integers().between(-30, 60),
                        Arbitraries.doubles().between(0, true, 1, false))
                .as(Move::new);
    }

    private static Arbitrary<Move.Kind> kinds() {
        return Arbitraries.frequency(
                Tuple.of(20, Move.Kind.WAKE),
                Tuple.of(20, Move.Kind.COMPLETE),
                Tuple.of(8, Move.Kind.FAIL),
                Tuple.of(5, Move.Kind.SLEEP),
                Tuple.of(5, Move.Kind.STOP),
                Tuple.of(4, Move.Kind.RECOVER),
                Tuple.of(4, Move.Kind.HAND_OVER),
                Tuple.of(3, Move.Kind.FIND_NO_PLACE),
                Tuple.of(3, Move.Kind.TIME_OUT_ATTEMPT),
                Tuple.of(3, Move.Kind.CANCEL),
                Tuple.of(2, Move.Kind.ASK),
                Tuple.of(1, Move.Kind.TIME_OUT_STEP),
                Tuple.of(1, Move.Kind.COMPLETE_BADLY),
                Tuple.of(1, Move.Kind.START),
                Tuple.of(1, Move.Kind.GIVE_UP));
    }

    private static Arbitrary<Move.Aim> aims() {
        return Arbitraries.frequency(
                Tuple.of(12, Move.Aim.LATEST_ATTEMPT),
                Tuple.of(1, Move.Aim.ATTEMPT_BEFORE),
                Tuple.of(1, Move.Aim.ATTEMPT_TO_COME),
                Tuple.of(1, Move.Aim.FIRST_STEP),
                Tuple.of(1, Move.Aim.UNKNOWN_STEP));
    }
}
