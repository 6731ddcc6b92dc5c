package io.agentrunner.run;

import static java.util.stream.Collectors.joining;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run's life as the rules let it happen: what was asked and what followed, from the start on. */
record History(Workflow workflow, List<RunEvent> beginning, List<Turn> turns) {

    /**
     * One command, and the run before and after it.
     *
     * @param elsewhere whether a node only put it on record that does not have the run
     */
    record Turn(
            Run before,
            RunCommand command,
            Instant now,
            boolean elsewhere,
            Decision decision,
            Run after) {

        List<RunEvent> events() {
            return decision instanceof Accepted(var events) ? events : List.of();
        }

        @Override
        public String toString() {
            return "%s%s at %s%n    -> %s"
                    .formatted(elsewhere ? "elsewhere " : "", command, now, decision);
        }
    }

    static History play(Workflow workflow, List<RunEvent> beginning, List<Move> moves) {
        var turns = new ArrayList<Turn>();
        var run = Run.fold(Samples.ID, beginning);
        for (var move : moves) {
            var turn = turn(workflow, run, move);
            turns.add(turn);
            run = turn.after();
        }
        return new History(workflow, beginning, List.copyOf(turns));
    }

    private static Turn turn(Workflow workflow, Run run, Move move) {
        var command = move.command(workflow, run);
        var now = move.at(workflow, run);
        var fact = move.left(command);
        return fact == null
                ? turn(workflow, run, command, now)
                : elsewhere(workflow, run, fact, now);
    }

    static Turn turn(Workflow workflow, Run run, RunCommand command, Instant now) {
        var decision = RunDecider.decide(workflow, run, command, new Here("n1", now, Truths.PLAIN));
        return new Turn(run, command, now, false, decision, after(run, decision));
    }

    static Turn elsewhere(Workflow workflow, Run run, Fact fact, Instant now) {
        var decision = RunDecider.record(workflow, run, fact, new Here("n1", now));
        return new Turn(run, new Hear(fact), now, true, decision, after(run, decision));
    }

    /** The same question about another run. */
    Turn again(Turn turn, Run run) {
        return turn.elsewhere() && turn.command() instanceof Hear(var fact)
                ? elsewhere(workflow, run, fact, turn.now())
                : turn(workflow, run, turn.command(), turn.now());
    }

    private static Run after(Run run, Decision decision) {
        return decision instanceof Accepted(var events) ? run.evolve(run.seq() + 1, events) : run;
    }

    List<RunEvent> events() {
        var all = new ArrayList<>(beginning);
        turns.forEach(turn -> all.addAll(turn.events()));
        return all;
    }

    /** The run after each of its transitions. */
    List<Run> runs() {
        var all = new ArrayList<Run>();
        all.add(Run.fold(Samples.ID, beginning));
        turns.forEach(turn -> all.add(turn.after()));
        return all;
    }

    /** The run after each of its events. */
    List<Run> moments() {
        var events = events();
        var all = new ArrayList<Run>();
        all.add(Run.created(Samples.ID, (RunCreated) events.getFirst()));
        for (int seq = 2; seq <= events.size(); seq++) {
            all.add(all.getLast().evolve(seq, events.get(seq - 1)));
        }
        return all;
    }

    Run end() {
        return runs().getLast();
    }

    @Override
    public String toString() {
        return turns.stream().map(Turn::toString).collect(joining("\n", "\n", "\n" + end()));
    }
}
