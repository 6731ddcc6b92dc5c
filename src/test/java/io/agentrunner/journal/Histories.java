package io.agentrunner.journal;

import io.agentrunner.run.Lifecycle.RunCancelRequested;
import io.agentrunner.run.Lifecycle.RunCanceled;
import io.agentrunner.run.Lifecycle.RunCreated;
import io.agentrunner.run.Reason;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import io.agentrunner.run.StepEvent.ArtifactCreated;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Events to write: a beginning, any number in between, an end. */
final class Histories {

    static final Instant NOW = EventSamples.NOON;

    private static final SplittableRandom RANDOM = new SplittableRandom();

    private Histories() {}

    static synchronized RunId newRun() {
        return RunId.at(Instant.now(), RANDOM.nextLong(), RANDOM.nextLong());
    }

    static RunCreated created() {
        return new RunCreated(
                "order",
                "v1",
                "{\"total\": 1.10}",
                List.of(),
                "{}",
                0,
                null,
                null,
                null,
                null,
                NOW);
    }

    static List<RunEvent> middle(int events) {
        var sample = (ArtifactCreated) EventSamples.ALL.getLast();
        return IntStream.range(0, events)
                .<RunEvent>mapToObj(
                        i -> new ArtifactCreated(sample.step(), 1, sample.artifact(), NOW))
                .toList();
    }

    static List<RunEvent> end() {
        return List.of(
                new RunCancelRequested(null, NOW),
                new RunCanceled(Reason.CANCEL_REQUESTED, "enough", NOW));
    }
}
