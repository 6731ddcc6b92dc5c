package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class PayloadsPropertyTest {

    private static final String[] LETTERS = {"x", "é", "€", "😀"};

    @Property
    void a_text_is_as_long_as_it_is_in_utf_8(
            @ForAll @CharRange(from = 0, to = '\uffff') String text) {
        assertThat(Payloads.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Property
    void pairs_and_halves_of_pairs_too(
            @ForAll @CharRange(from = '\ud7f0', to = '\ue00f') @StringLength(max = 20)
                    String text) {
        assertThat(Payloads.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Property(tries = 100)
    void the_border_is_a_mebibyte_to_the_byte(
            @ForAll @IntRange(max = 3) int letter, @ForAll @IntRange(min = -9, max = 9) int over) {
        int size = Payloads.LIMIT + over;
        int each = LETTERS[letter].getBytes(StandardCharsets.UTF_8).length;
        var text = LETTERS[letter].repeat(size / each) + "x".repeat(size % each);
        assertThat(Payloads.isLarge(text)).isEqualTo(over > 0);
    }
}
