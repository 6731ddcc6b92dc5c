package io.agentrunner.runs;

import io.agentrunner.http.ServerPhase;
import io.agentrunner.http.ServerPhase.Phase;
import io.agentrunner.journal.RunList;
import io.agentrunner.run.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Works on one job until it is done, stopped or taken away, in small steps. What it leaves undone
 * at any moment, by a crash too, the next worker finds written down.
 */
final class BulkWork {

    private static final int FOUND_AT_ONCE = 100;
    private static final int DONE_AT_ONCE = 10;

    private final BulkLedger ledger;
    private final BulkDeeds deeds;
    private final RunList list;
    private final ServerPhase phase;

    BulkWork(BulkLedger ledger, BulkDeeds deeds, RunList list, ServerPhase phase) {
        this.ledger = ledger;
        this.deeds = deeds;
        this.list = list;
        this.phase = phase;
    }

    /** Takes a thread of its own, which may wait. */
    void on(BulkJob job) {
        var filter = job.filter();
        var position = job.position();
        while (phase.current() == Phase.SERVING) {
            var runs = await(ledger.toCome(job, DONE_AT_ONCE));
            if (!runs.isEmpty()) {
                if (!await(ledger.tell(job, perform(job, runs)))) {
                    return;
                }
                continue;
            }
            var found = find(filter, position);
            if (found.isEmpty()) {
                await(ledger.end(job));
                return;
            }
            if (!await(ledger.note(job, found))) {
                return;
            }
            position = found.getLast();
        }
    }

    private List<BulkResult> perform(BulkJob job, List<RunId> runs) {
        var begun =
                runs.stream().map(run -> deeds.on(job, run).subscribeAsCompletionStage()).toList();
        return begun.stream().map(CompletableFuture::join).toList();
    }

    /** The next of those that any of the filters selects. */
    private List<RunId> find(BulkFilter filter, @Nullable RunId after) {
        var all = new TreeSet<RunId>();
        for (var one : filter.any()) {
            all.addAll(await(list.ids(one, after, FOUND_AT_ONCE)));
        }
        return new ArrayList<>(all).subList(0, Math.min(all.size(), FOUND_AT_ONCE));
    }

    private static <T> T await(CompletionStage<T> asked) {
        return asked.toCompletableFuture().join();
    }
}
