package io.agentrunner.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was said to one run: the letter that is dealt with, and those that came meanwhile. None is
 * forgotten: each is answered, or sent back when the run leaves. Used from the run's mailbox alone.
 */
final class Letters {

    private final Deque<Letter> held = new ArrayDeque<>(1);
    private @Nullable Letter inHand;

    void hold(Letter letter) {
        held.add(letter);
    }

    void take(Letter letter) {
        inHand = letter;
    }

    /** The one in hand has its answer. */
    void done() {
        inHand = null;
    }

    /** The one in hand can't be dealt with. */
    void failed(Throwable mistake) {
        if (inHand != null) {
            inHand.fail(mistake);
            inHand = null;
        }
    }

    /** Whether something is to be said that makes the run this node's. */
    boolean areAboutOwnAttempts() {
        return (inHand != null && inHand.isAboutOwnAttempts())
                || held.stream().anyMatch(Letter::isAboutOwnAttempts);
    }

    @Nullable Letter next() {
        return held.poll();
    }

    void sendBackAll() {
        if (inHand != null) {
            inHand.sendBack();
            inHand = null;
        }
        held.forEach(Letter::sendBack);
        held.clear();
    }
}
