package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.Reused;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Lifecycle.RunForked;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Random lives of random workflows' runs: likely moves mostly, nonsense sometimes. */
final class Histories {

    private Histories() {}

    static Arbitrary<History> any() {
        return Combinators.combine(Workflows.any(), beginnings(), moves())
                .as((workflow, begin, moves) -> History.play(workflow, begin.of(workflow), moves));
    }

    /**
     * How a run begins.
     *
     * @param reused how much it has of another, in [0, 1); negative where it begins with nothing
     */
    private record Beginning(@Nullable Duration limit, @Nullable Instant startAt, double reused) {

        List<RunEvent> of(Workflow workflow) {
            RunCreated created = Samples.created(startAt, limit);
            if (reused < 0) {
                return List.of(created);
            }
            var steps =
                    workflow.timeline().stream()
                            .limit((long) (reused * workflow.timeline().size()))
                            .map(Beginning::done)
                            .toList();
            return List.of(created, new RunForked(Situation.CHILD, 7, steps, null, Samples.NOON));
        }

        private static Reused done(Step step) {
            var before = Samples.NOON.minusSeconds(60);
            return new Reused(StepKey.first(step.name()), step.type(), "1", "n0", before, before);
        }
    }

    private static Arbitrary<Beginning> beginnings() {
        return Combinators.combine(
                        Workflows.limits(600),
                        Arbitraries.integers()
                                .between(-60, 60)
                                .map(Samples.NOON::plusSeconds)
                                .injectNull(0.7),
                        Arbitraries.doubles().between(-4, true, 1, false))
                .as(Beginning::new);
    }

    /** A start comes first nearly always: else most histories would be over before they began. */
    private static Arbitrary<List<Move>> moves() {
        var first =
                Arbitraries.frequency(
                        Tuple.of(30, Move.Kind.START),
                        Tuple.of(2, Move.Kind.PAUSE),
                        Tuple.of(2, Move.Kind.SEND),
                        Tuple.of(2, Move.Kind.CANCEL),
                        Tuple.of(1, Move.Kind.END_CHILD),
                        Tuple.of(1, Move.Kind.WAKE));
        return Combinators.combine(
                        moves(first).list().ofMinSize(1).ofMaxSize(3),
                        moves(Arbitraries.just(Move.Kind.START)),
                        moves(kinds()).list().ofMaxSize(40))
                .as(
                        (some, start, rest) ->
                                Stream.of(some, List.of(start), rest)
                                        .flatMap(List::stream)
                                        .toList());
    }

    private static Arbitrary<Move> moves(Arbitrary<Move.Kind> kinds) {
        return Combinators.combine(
                        kinds,
                        aims(),
                        Arbitraries.integers().between(-30, 60),
                        chances(),
                        chances(),
                        Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)))
                .as(Move::new);
    }

    private static Arbitrary<Double> chances() {
        return Arbitraries.doubles().between(0, true, 1, false);
    }

    private static Arbitrary<Move.Kind> kinds() {
        return Arbitraries.frequency(
                Tuple.of(20, Move.Kind.WAKE),
                Tuple.of(25, Move.Kind.COMPLETE),
                Tuple.of(7, Move.Kind.FAIL),
                Tuple.of(4, Move.Kind.SLEEP),
                Tuple.of(4, Move.Kind.ASK),
                Tuple.of(4, Move.Kind.LISTEN),
                Tuple.of(4, Move.Kind.SPAWN),
                Tuple.of(3, Move.Kind.ACT),
                Tuple.of(5, Move.Kind.STOP),
                Tuple.of(4, Move.Kind.RECOVER),
                Tuple.of(4, Move.Kind.HAND_OVER),
                Tuple.of(3, Move.Kind.FIND_NO_PLACE),
                Tuple.of(2, Move.Kind.TIME_OUT_ATTEMPT),
                Tuple.of(4, Move.Kind.PAUSE),
                Tuple.of(5, Move.Kind.RESUME),
                Tuple.of(6, Move.Kind.TAKE_STEP),
                Tuple.of(6, Move.Kind.APPROVE),
                Tuple.of(3, Move.Kind.REJECT),
                Tuple.of(6, Move.Kind.SEND),
                Tuple.of(6, Move.Kind.END_CHILD),
                Tuple.of(2, Move.Kind.CANCEL),
                Tuple.of(1, Move.Kind.TIME_OUT_STEP),
                Tuple.of(2, Move.Kind.START),
                Tuple.of(1, Move.Kind.GIVE_UP));
    }

    private static Arbitrary<Move.Aim> aims() {
        return Arbitraries.frequency(
                Tuple.of(20, Move.Aim.LATEST_ATTEMPT),
                Tuple.of(1, Move.Aim.ATTEMPT_BEFORE),
                Tuple.of(1, Move.Aim.ATTEMPT_TO_COME),
                Tuple.of(1, Move.Aim.FIRST_STEP),
                Tuple.of(1, Move.Aim.UNKNOWN_STEP));
    }
}
