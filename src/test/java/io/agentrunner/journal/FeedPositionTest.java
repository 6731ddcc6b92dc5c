package io.agentrunner.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPositionTest {

    private static final UUID SOME = new UUID(1, -2);

    @Property
    void its_text_is_read_again(
            @ForAll @Size(max = 5) Map<Long, @LongRange(min = 0) Long> lanes,
            @ForAll boolean partly,
            @ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long rows) {
        var heads = Heads.NONE;
        for (var lane : lanes.entrySet()) {
            heads = heads.with(new UUID(lane.getKey(), 7), lane.getValue());
        }
        var within = new FeedPosition.Within(SOME, (int) rows, 3);
        var position = new FeedPosition(SOME, heads, partly ? within : null);
        assertThat(FeedPosition.parse(position.toString())).isEqualTo(position);
        assertThat(position.toString()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "AA", "AQ", "!", "\u0000", "A", "AQAAAAAAAAABAAAAAAAAAAEF"})
    void other_text_is_refused(String text) {
        assertThatThrownBy(() -> FeedPosition.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a position of the feed: " + text);
    }

    @Test
    void a_part_of_a_position_is_none() {
        var whole = new FeedPosition(SOME, Heads.NONE.with(SOME, 300), null).toString();
        var bytes = java.util.Base64.getUrlDecoder().decode(whole);
        for (int length = 0; length < bytes.length; length++) {
            var part =
                    java.util.Base64.getUrlEncoder().encodeToString(Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> FeedPosition.parse(part))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
