package io.agentrunner.run;

import org.jspecify.annotations.Nullable;

/**
 * At which place in a list each key is. Immutable; adding one copies a path of a few small arrays,
 * and looking one up takes as long in a long list as in a short one.
 */
final class Places {

    static final Places NONE = new Places(null);

    private static final int BITS = 4;

    private sealed interface Node {}

    /** A key, and others with the very same hash. */
    private record Leaf(StepKey key, int place, @Nullable Leaf next) implements Node {}

    private static final class Fork implements Node {
        private final @Nullable Node[] branches;

        private Fork(@Nullable Node[] branches) {
            this.branches = branches;
        }
    }

    private final @Nullable Node root;

    private Places(@Nullable Node root) {
        this.root = root;
    }

    /** The place of that key, -1 when it has none. */
    int of(StepKey key) {
        int hash = hash(key);
        var node = root;
        for (; node instanceof Fork fork; hash >>>= BITS) {
            node = fork.branches[branch(hash)];
        }
        for (var leaf = (Leaf) node; leaf != null; leaf = leaf.next()) {
            if (leaf.key().equals(key)) {
                return leaf.place();
            }
        }
        return -1;
    }

    /** With that key at that place, whether or not it had another before. */
    Places with(StepKey key, int place) {
        return new Places(with(root, key, place, 0));
    }

    private static Node with(@Nullable Node node, StepKey key, int place, int shift) {
        return switch (node) {
            case null -> new Leaf(key, place, null);
            case Leaf leaf when hash(leaf.key()) == hash(key) -> with(leaf, key, place);
            case Leaf leaf -> {
                var branches = new @Nullable Node[1 << BITS];
                branches[branch(hash(leaf.key()) >>> shift)] = leaf;
                yield with(new Fork(branches), key, place, shift);
            }
            case Fork fork -> {
                var copy = fork.branches.clone();
                int branch = branch(hash(key) >>> shift);
                copy[branch] = with(copy[branch], key, place, shift + BITS);
                yield new Fork(copy);
            }
        };
    }

    private static Leaf with(@Nullable Leaf leaf, StepKey key, int place) {
        if (leaf == null) {
            return new Leaf(key, place, null);
        }
        return leaf.key().equals(key)
                ? new Leaf(key, place, leaf.next())
                : new Leaf(leaf.key(), leaf.place(), with(leaf.next(), key, place));
    }

    private static int branch(int hash) {
        return hash & ((1 << BITS) - 1);
    }

    /** Spread, since keys that differ in one character have hashes that hardly do. */
    private static int hash(StepKey key) {
        int hash = key.hashCode() * 0x9E37_79B9;
        return hash ^ (hash >>> 16);
    }
}
