package io.agentrunner.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void pages_follow_one_another_without_gap_or_overlap() {
        var all = List.of(1, 2, 3, 4, 5);
        var seen = new ArrayList<Integer>();
        @Nullable String cursor = null;
        do {
            var page = Page.of(all, PageRequest.of("2", cursor), Function.<Integer>identity());
            assertThat(page.total()).isEqualTo(5);
            seen.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void a_limit_is_1_to_500_and_50_by_default() {
        assertThat(PageRequest.limit(null)).isEqualTo(50);
        assertThat(PageRequest.limit("500")).isEqualTo(500);
        for (var bad : List.of("0", "501", "-1", "x", "", "1.5")) {
            assertThatThrownBy(() -> PageRequest.limit(bad)).isInstanceOf(Problem.class);
        }
    }

    @Test
    void a_cursor_of_somebody_else_is_refused() {
        for (var bad : List.of("x", "!!", "YXQ6LTE", "")) {
            assertThatThrownBy(
                            () -> Page.of(List.of(1), PageRequest.of(null, bad), String::valueOf))
                    .isInstanceOf(Problem.class);
        }
    }
}
