package io.agentrunner.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.artifacts.Origin;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.LargeResults;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.Outcome.Large;
import io.agentrunner.engine.Payloads;
import io.agentrunner.engine.StepTask;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps large results as artifacts, {@code {artifact, size}} in their place. They are written as
 * they are made, so nobody has them in memory.
 */
final class LargeResultFiles implements LargeResults {

    static final String NAME = "result.json";
    static final String KIND = "result";

    /** Room for a reference, which is itself a result. */
    private static final int LEAST = 1024;

    private final Artifacts artifacts;
    private final Secrets secrets;
    private final Outcomes outcomes;
    private final int inlineBytes;
    private final long mostBytes;

    /**
     * A place for them.
     *
     * @param inlineBytes what is no larger stays in the journal
     * @param mostBytes what is larger is refused
     */
    LargeResultFiles(Artifacts artifacts, Secrets secrets, int inlineBytes, long mostBytes) {
        if (inlineBytes < LEAST || inlineBytes > Payloads.LIMIT || mostBytes < inlineBytes) {
            throw new IllegalArgumentException(
                    "a result in the journal has from %,d to %,d bytes, and any other may not be smaller: %,d, %,d"
                            .formatted(LEAST, Payloads.LIMIT, inlineBytes, mostBytes));
        }
        this.artifacts = artifacts;
        this.secrets = secrets;
        this.outcomes = new Outcomes(secrets);
        this.inlineBytes = inlineBytes;
        this.mostBytes = mostBytes;
    }

    @Override
    public int inlineBytes() {
        return inlineBytes;
    }

    @Override
    public long mostBytes() {
        return mostBytes;
    }

    /** There is more than anybody may leave behind. */
    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public Outcome keep(StepTask task, Large large) throws Exception {
        return outcomes.of(
                () -> {
                    try {
                        return kept(task, large);
                    } catch (TooLarge refused) {
                        return new Outcome.Failed(
                                Payloads.tooLarge("the result is larger than", mostBytes),
                                Reason.PAYLOAD_LIMIT,
                                large.artifacts());
                    }
                });
    }

    private Outcome kept(StepTask task, Large large) throws IOException, InterruptedException {
        var origin = new Origin(task.run(), task.step(), task.attempt());
        var collector = new FileCollector(artifacts, secrets, origin, task.stop());
        return collector
                .keep(out -> write(large, out), NAME, KIND)
                .map(result -> referred(result, large.artifacts()))
                .orElseGet(() -> new Outcome.Stopped(large.artifacts()));
    }

    private void write(Large large, OutputStream out) throws IOException {
        var text = new OutputStreamWriter(new Bounded(out, mostBytes), StandardCharsets.UTF_8);
        large.result().writeTo(text);
        text.flush();
    }

    private static Outcome referred(Artifact result, List<Artifact> others) {
        var all = new ArrayList<>(others);
        all.add(result);
        return new Outcome.Completed(Json.write(reference(result)), all);
    }

    private static ObjectNode reference(Artifact result) {
        return Json.object().put("artifact", result.id().toString()).put("size", result.size());
    }

    /** Passes on so many bytes and refuses the next. */
    private static final class Bounded extends OutputStream {
        private final OutputStream to;
        private long left;

        Bounded(OutputStream to, long limit) {
            this.to = to;
            this.left = limit;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw new TooLarge();
            }
            to.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }
    }
}
