package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Histories.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.RunsPage.Counts;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunState;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunsPageTest {

    private static final String SCHEMA =
            """
            {"type": "object", "required": ["orderId", "total"], "properties": {
              "orderId": {"type": "string", "description": "As the shop knows it."},
              "total": {"type": "number"},
              "parcels": {"type": "integer", "default": 1},
              "region": {"enum": ["eu", "us", "ap"], "default": "eu"},
              "express": {"type": "boolean"},
              "notes": {"type": "array", "items": {"type": "string"}},
              "address": {"type": "object", "default": {"country": "DE"}}}}
            """;

    private final PreviewPages pages = new PreviewPages();

    @Test
    void runs_are_listed_with_what_they_do_now() {
        var html = html("runs", ListQuery.ALL, runs(), Typed.NOTHING);

        assertThat(html)
                .contains("<b class=\"mono\">test</b>")
                .contains("2 of 3")
                .contains("EXIT_28: no space left on device")
                .contains("Failed <b>1</b>")
                .contains("data-live=\"/events\"");
    }

    @Test
    void a_form_is_made_from_the_schema_of_the_inputs() {
        var html = html("runs-start", ListQuery.ALL, runs(), Typed.NOTHING);

        assertThat(html)
                .contains("name=\"in.orderId\" value=\"\" inputmode=\"text\"")
                .contains("As the shop knows it.")
                .contains("<option value=\"eu\" selected>")
                .contains("name=\"in.parcels\" value=\"1\" inputmode=\"numeric\"")
                .contains("type=\"checkbox\" id=\"i-express\"")
                .contains("&quot;country&quot; : &quot;DE&quot;");
    }

    @Test
    void what_was_typed_wrong_is_kept_and_explained_at_its_field() {
        var typed =
                new Typed(
                        Map.of("in.orderId", "A-1", "in.total", "12O", "tags", "eu"),
                        Map.of("total", "Not a number: “12O”."));

        var html = html("runs-mistake", ListQuery.ALL, runs(), typed);

        assertThat(html)
                .contains("on-demand open")
                .contains("value=\"12O\"")
                .contains("id=\"e-i-total\"")
                .contains("Not a number: “12O”.")
                .contains("value=\"A-1\"");
    }

    @Test
    void an_empty_list_says_exactly_what_to_type() {
        var html = html("runs-empty", ListQuery.ALL, List.of(), Typed.NOTHING);

        assertThat(html)
                .contains("No runs yet")
                .contains("curl -X POST http://localhost:9090/runs")
                .contains("{&quot;workflow&quot;:&quot;bootstrap&quot;}");
    }

    @Test
    void a_filter_that_nothing_matches_can_be_dropped() {
        var query = new ListQuery("", "order", "FAILED", "", "", "", "");

        var html = html("runs-no-match", query, List.of(), Typed.NOTHING);

        assertThat(html)
                .contains("No run matches these filters")
                .contains("workflow “order”, state “Failed”")
                .contains("Clear all filters")
                .doesNotContain("No runs yet");
    }

    private static List<Run> runs() {
        var running =
                new Histories()
                        .created("demo")
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .completes("plan", 1, 3)
                        .begins("test", 1, 3);
        var waiting =
                new Histories()
                        .created("eu", "priority")
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .completes("plan", 1, 1)
                        .begins("test", 1, 1)
                        .failsAndRetries("test", 1, 4, 30);
        var failed =
                new Histories()
                        .created()
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .failsAndRetries("plan", 1, 5, 8)
                        .resumes(8)
                        .begins("plan", 2, 8)
                        .fails("plan", 2, "EXIT_28", "no space left on device", 12);
        var completed =
                new Histories()
                        .created()
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .completes("plan", 1, 4)
                        .ends(4);
        return List.of(
                running.run(),
                waiting.run(),
                new Histories().created().run(),
                failed.run(),
                completed.run());
    }

    private String html(String name, ListQuery query, List<Run> runs, Typed typed) {
        var plain = Histories.workflow("plan", "test", "report");
        var workflow =
                new Workflow(
                        plain.name(),
                        plain.version(),
                        null,
                        plain.description(),
                        SCHEMA,
                        null,
                        plain.timeline(),
                        null,
                        plain.definition());
        var rows =
                runs.stream()
                        .map(run -> RunRow.of(run, workflow, Duration.ofSeconds(20), at(15)))
                        .toList();
        var counts =
                runs.isEmpty()
                        ? new Counts(Map.of(), false)
                        : new Counts(
                                Map.of(
                                        RunState.RUNNING,
                                        1L,
                                        RunState.WAITING,
                                        1L,
                                        RunState.FAILED,
                                        1L),
                                false);
        var source =
                new RunsPage.Source(
                        query,
                        rows,
                        counts,
                        List.of("bootstrap"),
                        runs.isEmpty() ? null : "abc",
                        StartPanel.of(List.of("bootstrap"), workflow, typed, "token"));
        var visit =
                new Shell.Visit("", "/runs", "", _ -> "token", "http://localhost:9090", 3, at(15));
        var html = pages.render("runs", RunsPage.of(source, visit));
        pages.save(name, html);
        return html;
    }
}
