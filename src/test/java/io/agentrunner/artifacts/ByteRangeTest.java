package io.agentrunner.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=2-5, 2, 4",
        "bytes=2-, 2, 8",
        "bytes=9-99999999999999, 9, 1",
        "bytes=-3, 7, 3",
        "bytes=-99, 0, 10",
        "bytes= 0 - 4, 0, 5"
    })
    void of_ten_bytes_a_range_names_some(String header, long from, long length) {
        assertThat(ByteRange.of(header, 10)).contains(new ByteRange(from, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
    void a_range_beyond_the_end_is_unsatisfiable(String header) {
        assertThat(ByteRange.of(header, 10)).get().returns(false, ByteRange::isSatisfiable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=5-2",
                "bytes=-",
                "bytes=a-b",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=0-99999999999999999999999999",
                ""
            })
    void what_can_not_be_read_is_ignored(String header) {
        assertThat(ByteRange.of(header, 10)).isEmpty();
    }

    @Test
    void no_range_of_nothing_is_satisfiable() {
        assertThat(ByteRange.of("bytes=0-", 0)).get().returns(false, ByteRange::isSatisfiable);
        assertThat(ByteRange.of(null, 0)).isEmpty();
    }
}
