package io.agentrunner.journal;

import io.agentrunner.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The nodes that share the database, and the lease by which each of them writes. */
public interface Nodes {

    /** The node this process is. */
    UUID self();

    /**
     * Takes this node's lease, ending that of its former self: what that one still had in flight is
     * either committed by then or never will be.
     */
    CompletionStage<Void> join();

    /** Says that this node lives. False when its lease was taken over. */
    CompletionStage<Boolean> beat();

    /** Every node that lives or has runs, this one included. */
    CompletionStage<List<Node>> all();

    /**
     * Ends the lease of a node seen dead and makes its runs this node's. None when somebody else
     * was quicker or the node came back.
     */
    CompletionStage<Optional<List<RunId>>> takeOver(Node dead);

    /** Says that this node ends on purpose: others need not wait for its lease to run out. */
    CompletionStage<Void> leave();

    /**
     * A node as the database knows it.
     *
     * @param name for people: host and port
     * @param beat grows while the node lives, and is negative once it has left
     */
    record Node(UUID id, String name, int epoch, long beat, Instant startedAt, long activeRuns) {

        /** It ended on purpose or was taken over: nobody needs to wait for its lease to run out. */
        public boolean hasLeft() {
            return beat < 0;
        }
    }
}
