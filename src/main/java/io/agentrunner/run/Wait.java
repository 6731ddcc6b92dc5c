package io.agentrunner.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an attempt has to wait for before it can go on. It holds nothing meanwhile. */
public sealed interface Wait {

    Reason reason();

    /** For people. */
    String message();

    /** When it is over at the latest, null when only what is waited for ends it. */
    @Nullable Instant until();

    /** A moment. */
    record Sleep(String message, Instant until) implements Wait {
        @Override
        public Reason reason() {
            return Reason.SLEEP;
        }
    }

    /** Somebody's decision. */
    record Approval(ApprovalRequest request, @Nullable Instant until) implements Wait {
        @Override
        public Reason reason() {
            return Reason.APPROVAL;
        }

        @Override
        public String message() {
            return request.title();
        }
    }

    /** A signal of that name, which may have come before. */
    record Signal(String name, @Nullable Instant until) implements Wait {
        @Override
        public Reason reason() {
            return Reason.SIGNAL;
        }

        @Override
        public String message() {
            return "waiting for signal " + name;
        }
    }

    /** The end of another run. */
    record Child(RunId child, String workflow) implements Wait {
        @Override
        public Reason reason() {
            return Reason.CHILD;
        }

        @Override
        public String message() {
            return "waiting for run %s of %s".formatted(child, workflow);
        }

        @Override
        public @Nullable Instant until() {
            return null;
        }
    }

    /**
     * The steps inside it.
     *
     * @param items one JSON text for each step of a {@code forEach}; empty for named steps
     */
    record Branches(List<String> items, String message) implements Wait {
        public Branches {
            items = List.copyOf(items);
        }

        @Override
        public Reason reason() {
            return Reason.CHILD;
        }

        @Override
        public @Nullable Instant until() {
            return null;
        }
    }
}
