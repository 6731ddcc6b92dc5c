package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** When one pattern leaves nothing to another. */
class ShapePropertyTest {

    @Property(tries = 5_000)
    void a_pattern_that_covers_another_matches_all_that_the_other_matches(
            @ForAll("patterns") String wide,
            @ForAll("patterns") String narrow,
            @ForAll("values") String value) {
        Assume.that(shape(wide).covers(shape(narrow)));
        if (shape(narrow).match(Json.parse(value)).isPresent()) {
            assertThat(shape(wide).match(Json.parse(value))).isPresent();
        }
    }

    @Property(tries = 200)
    void a_pattern_that_binds_no_name_twice_covers_itself(@ForAll("values") String pattern) {
        assertThat(shape(pattern).covers(shape(pattern))).isTrue();
    }

    @Example
    void fewer_fields_and_names_cover_more() {
        assertThat(covers("{\"a\": \"$x\"}", "{\"a\": {\"b\": 1}, \"c\": 2}")).isTrue();
        assertThat(covers("{\"a\": 1.0}", "{\"a\": 1}")).isTrue();
        assertThat(covers("[\"$_\", \"$$x\"]", "[1, \"$$x\"]")).isTrue();
        assertThat(covers("{\"a\": \"$x\", \"b\": \"$x\"}", "{\"a\": 1, \"b\": 2}")).isFalse();
        assertThat(covers("{\"a\": 1}", "{\"a\": \"$_\"}")).isFalse();
        assertThat(covers("\"$$x\"", "\"$x\"")).isFalse();
    }

    private static boolean covers(String wide, String narrow) {
        return shape(wide).covers(shape(narrow));
    }

    private static Shape shape(String pattern) {
        JsonNode node = Json.parse(pattern);
        return new Shape(node);
    }

    @Provide
    Arbitrary<String> patterns() {
        return json(
                Arbitraries.of(
                        "1", "1.0", "2", "\"t\"", "\"$_\"", "\"$x\"", "\"$y\"", "\"$$x\"", "null"));
    }

    @Provide
    Arbitrary<String> values() {
        return json(Arbitraries.of("1", "2", "\"t\"", "\"$$x\"", "null", "true"));
    }

    private static Arbitrary<String> json(Arbitrary<String> leaves) {
        return Arbitraries.recursive(
                () -> leaves,
                inside ->
                        Arbitraries.oneOf(
                                inside,
                                inside.map("{\"a\": %s}"::formatted),
                                inside.tuple2()
                                        .map(
                                                it ->
                                                        "{\"a\": "
                                                                + it.get1()
                                                                + ", \"b\": "
                                                                + it.get2()
                                                                + "}"),
                                inside.tuple2()
                                        .map(it -> "[" + it.get1() + ", " + it.get2() + "]")),
                0,
                2);
    }
}
