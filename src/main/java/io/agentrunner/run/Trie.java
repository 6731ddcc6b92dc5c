package io.agentrunner.run;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values at the indexes from 0. Immutable; a change copies a path of a few small arrays, in a long
 * list no more than one array longer than in a short one.
 */
final class Trie<T> {

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private final Object[] root;
    private final int top;
    private final int size;

    private Trie(Object[] root, int top, int size) {
        this.root = root;
        this.top = top;
        this.size = size;
    }

    static <T> Trie<T> empty() {
        return new Trie<>(new Object[0], 0, 0);
    }

    int size() {
        return size;
    }

    T get(int index) {
        var node = root;
        for (int level = top; level > 0; level -= BITS) {
            node = (Object[]) node[place(index, level)];
        }
        @SuppressWarnings("unchecked") // only `with` puts values in
        var value = (T) node[place(index, 0)];
        return value;
    }

    /** With that value at an index that has one, or at the first that has none. */
    Trie<T> with(int index, T value) {
        int longer = Math.max(size, index + 1);
        return index >>> (top + BITS) == 0
                ? new Trie<>(set(root, top, index, value), top, longer)
                : new Trie<>(
                        set(new Object[] {root}, top + BITS, index, value), top + BITS, longer);
    }

    private static Object[] set(Object @Nullable [] node, int level, int index, Object value) {
        int place = place(index, level);
        var copy =
                node == null
                        ? new Object[place + 1]
                        : Arrays.copyOf(node, Math.max(node.length, place + 1));
        copy[place] = level == 0 ? value : set((Object[]) copy[place], level - BITS, index, value);
        return copy;
    }

    private static int place(int index, int level) {
        return (index >>> level) & MASK;
    }
}
