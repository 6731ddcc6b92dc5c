package io.agentrunner.journal;

import io.agentrunner.journal.SlotReader.Found;
import io.agentrunner.run.RunId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to know of what is committed. */
final class Listeners {

    private final Set<UUID> ownLanes;
    private final Map<RunId, Set<RunFollower>> ofRuns = new HashMap<>();
    private final Set<FeedFollower> ofAll = new LinkedHashSet<>();
    private final List<Consumer<ForeignCommit>> foreign = new CopyOnWriteArrayList<>();

    private volatile boolean followed;

    Listeners(Set<UUID> ownLanes) {
        this.ownLanes = Set.copyOf(ownLanes);
    }

    /** Whether anybody follows what this node commits; from any thread. */
    boolean hasFollowers() {
        return followed;
    }

    boolean isEmpty() {
        return ofRuns.isEmpty() && ofAll.isEmpty() && foreign.isEmpty();
    }

    boolean want(RunId run) {
        return !ofAll.isEmpty() || ofRuns.containsKey(run);
    }

    void add(Consumer<ForeignCommit> listener) {
        foreign.add(listener);
    }

    void add(RunId run, RunFollower follower) {
        ofRuns.computeIfAbsent(run, _ -> new LinkedHashSet<>()).add(follower);
        followed = true;
    }

    void remove(RunId run, RunFollower follower) {
        ofRuns.computeIfPresent(
                run,
                (_, followers) -> {
                    followers.remove(follower);
                    return followers.isEmpty() ? null : followers;
                });
        lookForFollowers();
    }

    void add(FeedFollower follower, FeedPosition heads) {
        ofAll.add(follower);
        followed = true;
        follower.joined(heads);
    }

    void remove(FeedFollower follower) {
        ofAll.remove(follower);
        lookForFollowers();
    }

    private void lookForFollowers() {
        followed = !ofRuns.isEmpty() || !ofAll.isEmpty();
    }

    void committed(Commit commit) {
        if (foreign.isEmpty() || ownLanes.contains(commit.lane())) {
            return;
        }
        for (var slot : commit.slots()) {
            var news = new ForeignCommit(slot.run(), slot.seq());
            foreign.forEach(listener -> listener.accept(news));
        }
    }

    void take(Found found, List<Entry> entries) {
        for (var follower : List.copyOf(ofRuns.getOrDefault(found.row().run(), Set.of()))) {
            follower.take(entries);
        }
        if (!ofAll.isEmpty()) {
            var items = found.items(entries);
            List.copyOf(ofAll).forEach(follower -> follower.take(items));
        }
    }

    void lost(FeedPosition heads) {
        List.copyOf(ofAll).forEach(follower -> follower.lost(heads));
        for (var followers : List.copyOf(ofRuns.values())) {
            List.copyOf(followers).forEach(RunFollower::lookAgain);
        }
    }

    void close(RuntimeException why) {
        List.copyOf(ofAll).forEach(follower -> follower.fail(why));
        for (var followers : List.copyOf(ofRuns.values())) {
            List.copyOf(followers).forEach(follower -> follower.fail(why));
        }
    }
}
