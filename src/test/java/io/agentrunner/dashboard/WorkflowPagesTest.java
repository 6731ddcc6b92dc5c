package io.agentrunner.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.CodeLedger;
import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.VersionDiffs.Pair;
import io.agentrunner.catalog.WrittenSources.Written;
import io.agentrunner.journal.RecentRuns;
import io.agentrunner.journal.RecentRuns.Told;
import io.agentrunner.run.FlowEvent.Branched;
import io.agentrunner.run.FlowEvent.Direction;
import io.agentrunner.run.FlowEvent.Way;
import io.agentrunner.run.RunState;
import io.agentrunner.run.StepKey;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkflowPagesTest {

    private static final RecentRuns.Came CAME =
            new RecentRuns.Came(
                    Map.of(RunState.COMPLETED, 199L, RunState.FAILED, 1L),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(21),
                    Histories.at(-120),
                    List.of(
                            new Told(RunState.FAILED, Duration.ofSeconds(2)),
                            new Told(RunState.COMPLETED, Duration.ofSeconds(8))));

    private final PreviewPages pages = new PreviewPages();

    @Test
    void the_list_tells_what_runs_came_to() {
        var all = List.of(edition(Graphs.order(), true, false));
        var html = list(all, new WorkflowsPage.Choice(false, ""));

        assertThat(html)
                .contains("1 workflow can be run here")
                .contains("/runs?workflow=order&amp;state=FAILED")
                .contains("99 %")
                .contains("21.0 s")
                .contains("Of the last 2 runs 1 completed")
                .doesNotContain("Archived");
    }

    @Test
    void archived_ones_stand_behind_a_filter_and_are_not_started() {
        var all = List.of(edition(Graphs.order(), true, true));

        assertThat(list(all, new WorkflowsPage.Choice(false, "")))
                .contains("Archived <b>1</b>")
                .doesNotContain("id=\"w-order\"");
        assertThat(list(all, new WorkflowsPage.Choice(true, "")))
                .contains("id=\"w-order\"")
                .doesNotContain("/runs?start");
    }

    @Test
    void of_many_workflows_a_page_shows_some_and_leads_to_the_rest() {
        var all = Collections.nCopies(WorkflowsPage.MOST + 1, edition(Graphs.order(), true, false));

        assertThat(list(all, new WorkflowsPage.Choice(false, "")))
                .contains("/workflows?after=order");
        assertThat(list(all, new WorkflowsPage.Choice(false, "order"))).doesNotContain("w-order");
    }

    @Test
    void the_page_of_a_workflow_has_its_text_with_what_somebody_wrote_about_it() {
        var text = "# for the shop\nname: order\nsteps:\n  - {a: <b>}\n";
        var html = page(Optional.of(new Written(Format.YAML, text)), false);

        assertThat(html)
                .contains("<span class=\"c\"># for the shop</span>")
                .contains("<span class=\"k\">name</span>: order")
                .contains("{a: &lt;b&gt;}")
                .contains("YAML as it was written");
    }

    @Test
    void where_nobody_wrote_a_text_it_has_the_definition() {
        assertThat(page(Optional.empty(), false))
                .contains("its definition as JSON")
                .contains("<span class=\"k\">&quot;name&quot;</span>");
    }

    @Test
    void it_has_limits_rules_inputs_and_a_graph_that_leads_to_its_steps() {
        var html = page(Optional.empty(), false);

        assertThat(html)
                .contains("href=\"#s-charge\"")
                .contains("id=\"s-charge\"")
                .contains("back to validate, at most 2 times")
                .contains("fails: declined")
                .contains("one of eu, us, optional")
                .contains("without it <code>&quot;eu&quot;</code>")
                .contains("a run may take 1 h")
                .contains("2 of the last 200 runs")
                .contains("The code of this version has changed", "step charge, on 1970-01-01")
                .contains("action=\"/workflows/order/archive\"");
    }

    @Test
    void an_archived_one_can_be_activated_and_not_started() {
        assertThat(page(Optional.empty(), true))
                .contains("action=\"/workflows/order/activate\"")
                .doesNotContain("Start a run");
    }

    @Test
    void changes_are_said_in_words_and_shown_line_by_line() {
        var html = diff(Optional.of(yaml("a\nb")), Optional.of(yaml("a\nc")));

        assertThat(html)
                .contains("versionLabel changed")
                .contains("removed: </span>b")
                .contains("added: </span>c")
                .contains("as they were written");
    }

    @Test
    void definitions_are_compared_where_there_are_not_two_texts_of_a_kind() {
        assertThat(diff(Optional.of(yaml("a")), Optional.empty())).contains("definitions as JSON");
        assertThat(diff(Optional.of(yaml("a")), Optional.of(new Written(Format.JSON, "{}"))))
                .contains("definitions as JSON");
    }

    @Test
    void a_run_shows_its_way_and_what_rules_decided() {
        var way = new Way(1, Direction.SKIP_TO, "ship", "{\"inputs.total\":50}", List.of());
        var history =
                new Histories()
                        .created()
                        .started(0)
                        .begins("validate", 1, 0)
                        .completes("validate", 1, 1)
                        .add(new Branched(StepKey.first("validate"), way, Histories.at(1)));
        var choice = new RunPage.Choice(View.PLAIN, Ask.Draft.NONE);
        var html = pages.run("run-graph", history, Graphs.order(), choice, 2);

        assertThat(html)
                .contains("branch rule 1, inputs.total &lt; 100: skips to ship (taken)")
                .contains("branch rule 2, otherwise: enrich (not taken)")
                .contains("way alt taken")
                .contains("<b>branch rule 1</b> <code>inputs.total &lt; 100</code>")
                .contains("inputs.total&quot;</span>: <span class=\"n\">50</span>")
                .contains("href=\"?step=charge#step\"");
    }

    private String list(List<Edition> all, WorkflowsPage.Choice choice) {
        var page = WorkflowsPage.of(all, choice, Map.of("order", CAME), visit());
        return saved("workflows", pages.render("workflows", page));
    }

    private String page(Optional<Written> written, boolean archived) {
        var edition = edition(Graphs.order(), true, archived);
        var versions = Map.of(edition.workflow().version(), 2L);
        var code = List.of(new CodeLedger.Change("step charge", "sha256:1", Instant.EPOCH));
        var source =
                new WorkflowPage.Source(edition, List.of(edition), written, CAME, versions, code);
        return saved("workflow", pages.render("workflow", WorkflowPage.of(source, visit())));
    }

    private String diff(Optional<Written> before, Optional<Written> after) {
        var to = Graphs.order();
        var from =
                new Workflow(
                        "order",
                        "sha256:0123456789",
                        "1",
                        null,
                        null,
                        null,
                        to.timeline(),
                        null,
                        "{\"name\":\"order\",\"versionLabel\":\"1\",\"timeline\":[\"validate\"]}");
        var pair = new Pair(edition(from, false, false), edition(to, true, false));
        var source =
                new WorkflowDiffPage.Source(pair, List.of(pair.to(), pair.from()), before, after);
        var page = WorkflowDiffPage.of(source, visit());
        return saved("workflow-diff", pages.render("workflowDiff", page));
    }

    private String saved(String name, String html) {
        pages.save(name, html);
        return html;
    }

    private static Written yaml(String text) {
        return new Written(Format.YAML, text);
    }

    private static Edition edition(Workflow workflow, boolean current, boolean archived) {
        var published = new Published(workflow, "api", null, archived);
        return new Edition(published, Histories.NOON, current);
    }

    private static Shell.Visit visit() {
        return new Shell.Visit(
                "", "/workflows", "", _ -> "token", "http://localhost:8080", 0, Histories.NOON);
    }
}
