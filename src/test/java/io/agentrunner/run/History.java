package io.agentrunner.run;

import static java.util.stream.Collectors.joining;

import io.agentrunner.run.Decision.Accepted;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run's life as the rules let it happen: what was asked and what followed, from the start on. */
record History(Workflow workflow, RunCreated created, List<Turn> turns) {

    /** One command, and the run before and after it. */
    record Turn(Run before, RunCommand command, Instant now, Decision decision, Run after) {

        List<RunEvent> events() {
            return decision instanceof Accepted(var events) ? events : List.of();
        }

        @Override
        public String toString() {
            return "%s at %s%n    -> %s".formatted(command, now, decision);
        }
    }

    static History play(Workflow workflow, RunCreated created, List<Move> moves) {
        var turns = new ArrayList<Turn>();
        var run = Run.created(Samples.ID, created);
        for (var move : moves) {
            var turn = turn(workflow, run, move.command(run), move.at(workflow, run));
            turns.add(turn);
            run = turn.after();
        }
        return new History(workflow, created, List.copyOf(turns));
    }

    static Turn turn(Workflow workflow, Run run, RunCommand command, Instant now) {
        var decision = RunDecider.decide(workflow, run, command, new Here("n1", now));
        var events = decision instanceof Accepted(var list) ? list : List.<RunEvent>of();
        return new Turn(run, command, now, decision, run.evolve(run.seq() + 1, events));
    }

    List<RunEvent> events() {
        var all = new ArrayList<RunEvent>();
        all.add(created);
        turns.forEach(turn -> all.addAll(turn.events()));
        return all;
    }

    /** The run after each of its transitions. */
    List<Run> runs() {
        var all = new ArrayList<Run>();
        all.add(Run.created(Samples.ID, created));
        turns.forEach(turn -> all.add(turn.after()));
        return all;
    }

    /** The run after each of its events. */
    List<Run> moments() {
        var events = events();
        var all = new ArrayList<Run>();
        all.add(Run.created(Samples.ID, created));
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
