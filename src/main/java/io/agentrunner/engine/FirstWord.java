package io.agentrunner.engine;

import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a run is told first when it comes to a node; empty for one that has nothing to do there. */
interface FirstWord {

    CompletionStage<Optional<RunCommand>> to(Run run);
}
