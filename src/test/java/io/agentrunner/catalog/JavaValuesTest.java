package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import io.agentrunner.workflow.dsl.Perhaps;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Values of workflows in Java: as JSON, as schemas, and as what predicates look at. */
class JavaValuesTest {

    private sealed interface Payment {}

    private record Accepted(String receipt, BigDecimal amount) implements Payment {}

    private sealed interface Refused extends Payment {}

    private record Declined(String why) implements Refused {}

    private record Pending() implements Refused {}

    private record Basket(List<Payment> payments, Instant at, Duration took, Colour colour) {}

    private enum Colour {
        RED {
            @Override
            public String toString() {
                return "a warm one";
            }
        },
        BLUE
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Square.class, name = "square"))
    private sealed interface Shape {}

    private record Square(int side) implements Shape {}

    @Test
    void kinds_of_a_sealed_type_come_back_as_what_they_were() {
        var basket =
                new Basket(
                        List.of(
                                new Accepted("r", new BigDecimal("1.50")),
                                new Declined("no"),
                                new Pending()),
                        Instant.parse("2026-03-12T12:00:00Z"),
                        Duration.ofSeconds(90),
                        Colour.RED);
        var json = JavaValues.json(basket, null);
        assertThat(Json.write(json))
                .isEqualTo(
                        """
                        {"payments":[{"type":"Accepted","receipt":"r","amount":1.50},\
                        {"type":"Declined","why":"no"},{"type":"Pending"}],\
                        "at":"2026-03-12T12:00:00Z","took":"PT1M30S","colour":"RED"}""");
        assertThat(JavaValues.read(json, Basket.class)).isEqualTo(basket);
    }

    @Test
    void a_kind_alone_has_its_field_too() {
        var json = JavaValues.json(new Declined("no"), null);
        assertThat(Json.write(json)).isEqualTo("{\"type\":\"Declined\",\"why\":\"no\"}");
        assertThat(JavaValues.read(json, Payment.class)).isEqualTo(new Declined("no"));
        assertThat(JavaValues.read(json, Declined.class)).isEqualTo(new Declined("no"));
    }

    @Test
    void a_type_that_says_itself_how_to_tell_its_kinds_apart_is_obeyed() {
        var json = JavaValues.json(new Square(2), null);
        assertThat(Json.write(json)).isEqualTo("{\"kind\":\"square\",\"side\":2}");
        assertThat(JavaValues.read(json, Shape.class)).isEqualTo(new Square(2));
    }

    @Test
    void what_may_be_missing_is_a_list_of_one_or_none() {
        var type = new Perhaps(Declined.class);
        assertThat(JavaValues.read(Json.parse("[]"), type)).isEqualTo(Optional.empty());
        assertThat(JavaValues.read(Json.parse("[null]"), type)).isEqualTo(Optional.empty());
        assertThat(JavaValues.read(Json.parse("[{\"why\":\"no\"}]"), type))
                .isEqualTo(Optional.of(new Declined("no")));
    }

    @Test
    void an_optional_that_a_step_gave_is_the_value_or_null() {
        var type = new TypeReference<Optional<Declined>>() {}.getType();
        var json = JavaValues.json(Optional.of(new Declined("no")), type);
        assertThat(JavaValues.read(json, type)).isEqualTo(Optional.of(new Declined("no")));
        assertThat(JavaValues.read(JavaValues.json(Optional.empty(), type), type))
                .isEqualTo(Optional.empty());
    }

    @Test
    void kinds_in_a_list_keep_their_field_where_the_type_of_the_list_is_known() {
        var type = new TypeReference<List<Payment>>() {}.getType();
        var payments = List.of(new Declined("no"), new Pending());
        var json = JavaValues.json(payments, type);
        assertThat(Json.write(json))
                .isEqualTo("[{\"type\":\"Declined\",\"why\":\"no\"},{\"type\":\"Pending\"}]");
        assertThat(JavaValues.read(json, type)).isEqualTo(payments);
    }

    private record Note(String text, @Nullable String by, Optional<String> at) {}

    @Test
    void what_is_missing_is_left_out() {
        var note = new Note("hi", null, Optional.empty());
        var json = JavaValues.json(note, Note.class);
        assertThat(Json.write(json)).isEqualTo("{\"text\":\"hi\"}");
        assertThat(JavaValues.read(json, Note.class)).isEqualTo(note);
        var schema = new JavaSchemas().of(Note.class);
        assertThat(new InputSchema().check(schema, Json.write(json)).mistakes()).isEmpty();
    }

    @Test
    void a_value_that_is_an_artifact_is_not_read_as_something_else() {
        var reference =
                "{\"artifact\": \"0199f3a2-0000-7000-8000-000000000002\", \"size\": 2000000}";
        assertThatThrownBy(() -> JavaValues.read(Json.parse(reference), Declined.class))
                .isInstanceOf(TemplateFailed.class)
                .hasMessageContaining("kept as artifact 0199f3a2-0000-7000-8000-000000000002");
    }

    @Test
    void a_field_that_the_code_does_not_know_is_passed_over() {
        var json = Json.parse("{\"why\": \"no\", \"since\": 3}");
        assertThat(JavaValues.read(json, Declined.class)).isEqualTo(new Declined("no"));
    }

    @Test
    void what_does_not_fit_is_told_with_the_value() {
        assertThatThrownBy(() -> JavaValues.read(Json.parse("[1]"), Declined.class))
                .isInstanceOf(TemplateFailed.class)
                .hasMessageStartingWith("[1] is no ")
                .hasMessageContaining("Declined");
    }

    sealed interface Event {
        record Created(String type) implements Event {}

        record Pending() implements Event {}
    }

    private record Log(List<Optional<Event>> events, Payment last, Shape shape) {}

    @Test
    void kinds_that_cannot_be_told_apart_are_found_wherever_they_are() {
        assertThat(KindClashes.in(List.of(Log.class)))
                .containsExactly(
                        "the kinds of `Event` can't be told apart by a field `type`: `Created` has a component `type`; give it another name, or say by @JsonTypeInfo how");
        assertThat(KindClashes.in(List.of(Payment.class, Basket.class))).isEmpty();
    }

    @Nested
    class Schemas {

        private record Address(String street) {}

        private record Customer(
                String name,
                @Nullable String nick,
                Optional<Integer> age,
                int points,
                Address home,
                Address work,
                Payment last) {}

        @Test
        void say_what_must_be_there_and_that_nothing_else_may() {
            var schema = Json.parse(new JavaSchemas().of(Customer.class));
            assertThat(schema.at("/additionalProperties").asBoolean(true)).isFalse();
            assertThat(schema.at("/required").toString())
                    .isEqualTo("[\"home\",\"last\",\"name\",\"points\",\"work\"]");
            assertThat(schema.at("/properties/points/type").asText()).isEqualTo("integer");
        }

        private record Labelled(Map<String, Integer> labels, Object anything) {}

        @Test
        void let_maps_have_any_names() {
            var schema = new JavaSchemas().of(Labelled.class);
            var check = new InputSchema();
            var good = "{\"labels\": {\"a\": 1}, \"anything\": {\"b\": [1]}}";
            assertThat(check.check(schema, good).mistakes()).isEmpty();
            assertThat(check.check(schema, good.replace("1}", "\"x\"}")).mistakes()).isNotEmpty();
        }

        @Test
        void tell_the_kinds_of_a_sealed_type_apart() {
            var check = new InputSchema();
            var schema = new JavaSchemas().of(Basket.class);
            var good =
                    """
                    {"payments": [{"type": "Declined", "why": "no"}, {"type": "Pending"}],
                     "at": "2026-03-12T12:00:00Z", "took": "PT1S", "colour": "BLUE"}""";
            assertThat(check.check(schema, good).mistakes()).isEmpty();
            assertThat(check.check(schema, good.replace("Pending", "Lost")).mistakes())
                    .isNotEmpty();
            assertThat(check.check(schema, good.replace("\"why\"", "\"reason\"")).mistakes())
                    .isNotEmpty();
        }
    }
}
