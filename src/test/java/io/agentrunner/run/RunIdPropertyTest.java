package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class RunIdPropertyTest {

    private static final long LAST_MILLISECOND = (1L << 48) - 1;

    @Provide
    Arbitrary<List<RunId>> ids() {
        var longs = Arbitraries.longs();
        return Combinators.combine(longs, longs)
                .as((high, low) -> new RunId(new UUID(high, low)))
                .list()
                .ofMaxSize(20);
    }

    /** PostgreSQL compares uuids byte by byte, unsigned: as their hexadecimal texts compare. */
    @Property
    void ids_are_ordered_as_postgresql_orders_them(@ForAll("ids") List<RunId> ids) {
        var sorted = new ArrayList<>(ids);
        sorted.sort(Comparator.naturalOrder());
        assertThat(sorted.stream().map(RunId::toString).toList())
                .isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Property
    void a_new_id_is_a_uuid_version_7(
            @ForAll @LongRange(min = 0, max = LAST_MILLISECOND) long moment,
            @ForAll long high,
            @ForAll long low) {
        var id = RunId.at(Instant.ofEpochMilli(moment), high, low).value();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(moment);
        assertThat(id.getMostSignificantBits() & 0xFFF).isEqualTo(high & 0xFFF);
        assertThat(id.getLeastSignificantBits() & (-1L >>> 2)).isEqualTo(low & (-1L >>> 2));
    }

    @Property
    void a_later_id_is_a_greater_one(
            @ForAll @LongRange(min = 0, max = LAST_MILLISECOND - 1) long moment,
            @ForAll long high,
            @ForAll long low) {
        var earlier = RunId.at(Instant.ofEpochMilli(moment), high, low);
        var later = RunId.at(Instant.ofEpochMilli(moment + 1), low, high);
        assertThat(earlier).isLessThan(later);
    }

    @Property
    void an_id_is_read_as_it_is_written(@ForAll("ids") List<RunId> ids) {
        for (var id : ids) {
            assertThat(RunId.of(id.toString())).isEqualTo(id);
            assertThat(RunId.of(id.toString().toUpperCase(Locale.ROOT))).isEqualTo(id);
        }
    }

    @Example
    void what_is_no_uuid_in_its_usual_form_is_refused() {
        for (var text :
                List.of(
                        "",
                        "1-2-3-4-5",
                        "019b7944-1c00-7000-8000-00000000001",
                        "019b79441c0070008000000000000001",
                        "{019b7944-1c00-7000-8000-000000000001}",
                        " 019b7944-1c00-7000-8000-000000000001")) {
            assertThatThrownBy(() -> RunId.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
