package io.agentrunner.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as it is answered.
 *
 * @param nextCursor where the next page begins, null on the last
 * @param total how many there are in all
 * @param totalIsEstimate there are more than could be counted in reasonable time
 */
public record Page<T>(
        List<T> items, @Nullable String nextCursor, long total, boolean totalIsEstimate) {

    public Page {
        items = List.copyOf(items);
    }

    /** That page of a list that is at hand as a whole, its items shown in another form. */
    public static <S, T> Page<T> of(List<S> all, PageRequest request, Function<S, T> shown) {
        int from = Math.min(request.offset(), all.size());
        int to = Math.min(from + request.limit(), all.size());
        var next = to < all.size() ? PageRequest.cursorAt(to) : null;
        var items = all.subList(from, to).stream().map(shown).toList();
        return new Page<>(items, next, all.size(), false);
    }
}
