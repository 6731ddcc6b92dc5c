package io.agentrunner.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InputFormTest {

    private static final InputForm FORM =
            InputForm.of(
                    """
                    {"type": "object", "required": ["id", "total"], "properties": {
                      "id": {"type": "string"},
                      "total": {"type": "number"},
                      "parcels": {"type": "integer"},
                      "level": {"enum": [1, 2, "high"]},
                      "express": {"type": "boolean"},
                      "notes": {"type": "array", "items": {"type": "string"}},
                      "address": {"type": "object"}}}
                    """);

    @Test
    void every_field_is_read_as_the_schema_says() {
        var read =
                FORM.read(
                        Map.of(
                                "in.id", "007",
                                "in.total", " 12.50 ",
                                "in.parcels", "3",
                                "in.level", "2",
                                "in.express", "true",
                                "in.notes", "fragile\n\n this side up \n",
                                "in.address", "{\"country\": \"DE\"}"));

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.inputs())
                .isEqualTo(
                        "{\"id\":\"007\",\"total\":12.5,\"parcels\":3,\"level\":2,\"express\":true,"
                                + "\"notes\":[\"fragile\",\"this side up\"],\"address\":{\"country\":\"DE\"}}");
    }

    @Test
    void what_was_left_out_stays_out() {
        assertThat(FORM.read(Map.of("in.id", "a", "in.total", "1", "in.notes", "")).inputs())
                .isEqualTo("{\"id\":\"a\",\"total\":1,\"express\":false}");
    }

    @Test
    void each_mistake_is_told_at_its_field() {
        var read =
                FORM.read(
                        Map.of(
                                "in.total", "12O",
                                "in.parcels", "1.5",
                                "in.level", "3",
                                "in.address", "{country}"));

        assertThat(read.mistakes())
                .containsOnlyKeys("id", "total", "parcels", "level", "address")
                .containsEntry("id", "Is required.")
                .containsEntry("total", "Not a number: “12O”.")
                .containsEntry("parcels", "Not a whole number: “1.5”.");
        assertThat(read.mistakes().get("address")).startsWith("Not JSON: line 1, column ");
    }

    @Test
    void inputs_that_no_schema_describes_are_typed_as_json() {
        var anything = InputForm.of(null);

        assertThat(anything.read(Map.of("in.", "{\"a\": [1, 2]}")).inputs())
                .isEqualTo("{\"a\":[1,2]}");
        assertThat(anything.read(Map.of("in.", "")).inputs()).isEqualTo("{}");
    }
}
