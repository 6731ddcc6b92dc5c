package io.agentrunner.engine;

import io.agentrunner.run.Effect;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the attempts of one step did in the world that none of them does again. */
public interface SideEffects {

    /** Those that were recorded before this attempt began, in order. */
    List<Effect> recorded();

    /**
     * Records one more; it is durable when the stage completes. Fails with an {@link
     * IllegalStateException} when the attempt is under way no more.
     */
    CompletionStage<Void> record(Effect effect);
}
