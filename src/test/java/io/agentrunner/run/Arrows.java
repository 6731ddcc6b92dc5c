package io.agentrunner.run;

import io.agentrunner.run.Lifecycle.RunCreated;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the fold lets happen, found by trying every event wherever a run can stand. */
public final class Arrows {

    private Arrows() {}

    /** All arrows that there are. */
    public static Set<Arrow> possible() {
        var arrows = new TreeSet<Arrow>();
        Arrow.taken(null, Samples.CREATED, created(), arrows::add);
        runs().forEach(run -> AllEvents.about(run).forEach(it -> tried(run, it, arrows)));
        return arrows;
    }

    /** Wherever a run can stand, and where it stands when something more has happened to it. */
    private static Stream<Run> runs() {
        return Arrays.stream(Situation.values())
                .map(Situation::run)
                .flatMap(run -> Stream.concat(Stream.of(run), oneMore(run)));
    }

    private static Stream<Run> oneMore(Run run) {
        return AllEvents.ofRun().flatMap(event -> after(run, event).stream());
    }

    /** One event of each kind. */
    public static Stream<RunEvent> events() {
        return AllEvents.about(created());
    }

    private static Run created() {
        return Run.created(Samples.ID, Samples.CREATED);
    }

    private static void tried(Run run, RunEvent event, Set<Arrow> arrows) {
        after(run, event).ifPresent(after -> Arrow.taken(run, event, after, arrows::add));
    }

    private static Optional<Run> after(Run run, RunEvent event) {
        try {
            return Optional.of(run.evolve(run.seq() + 1, event));
        } catch (IllegalTransition refused) {
            return Optional.empty();
        }
    }

    /** The arrows that a run takes in that history. */
    static Set<Arrow> of(List<RunEvent> events) {
        var arrows = new TreeSet<Arrow>();
        var run = Run.created(Samples.ID, (RunCreated) events.getFirst());
        Arrow.taken(null, events.getFirst(), run, arrows::add);
        for (var event : events.subList(1, events.size())) {
            var after = run.evolve(run.seq() + 1, event);
            Arrow.taken(run, event, after, arrows::add);
            run = after;
        }
        return arrows;
    }
}
