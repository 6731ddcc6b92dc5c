package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Histories.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.dashboard.Lines.Opened;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepFailed;
import io.agentrunner.run.StepEvent.StepStarted;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.StepKey;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.RetryPolicy;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps inside steps, few and very many. */
class BranchesTest {

    private static final StepKey FETCH = StepKey.first("fetch");
    private final PreviewPages pages = new PreviewPages();

    @Test
    void few_branches_stand_below_their_step_those_to_come_too() {
        var html = html("branches-few", 5, Opened.NOTHING);

        assertThat(html).contains("lane d1").contains(">[0]</a>").contains(">[4]</a>");
        assertThat(html).contains("2 of 5 done, 1 at work").doesNotContain("Show all");
    }

    @Test
    void of_many_branches_their_numbers_are_shown_and_what_failed() {
        var html = html("branches-many", 1000, Opened.NOTHING);

        assertThat(html).contains("1,000 items").contains("Show all");
        assertThat(html).contains("only=COMPLETED").contains("only=PENDING");
        assertThat(html).contains(">[7]</a>").doesNotContain(">[8]</a>");
    }

    @Test
    void those_that_somebody_opened_come_page_by_page() {
        var first = html("branches-open", 1000, new Opened("fetch", 0, ""));
        assertThat(first).contains(">[0]</a>", ">[49]</a>").doesNotContain(">[50]</a>");
        assertThat(first).contains("1 to 50 of 1,000").contains("from=50");

        var waiting = html("branches-pending", 1000, new Opened("fetch", 50, "PENDING"));
        assertThat(waiting).contains(">[551]</a>").doesNotContain(">[0]</a>");
    }

    @Test
    void a_thousand_branches_make_a_small_page_in_no_time() {
        var history = history(1000);
        var workflow = workflow();
        var choice = choice(Opened.NOTHING);
        var html = pages.run("branches-many", history, workflow, choice, 600);
        long begun = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            html = pages.run("branches-many", history, workflow, choice, 600);
        }
        var each = Duration.ofNanos((System.nanoTime() - begun) / 10);

        assertThat(html.length()).isLessThan(150_000);
        assertThat(each).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void named_branches_keep_their_names_and_their_order() {
        var html =
                pages.run(
                        "branches-named",
                        new Histories()
                                .created()
                                .started(0)
                                .add(
                                        new StepStarted(
                                                StepKey.first("fan"), "parallel", 1, "n", at(0)))
                                .add(inside("fan", null, 0))
                                .add(
                                        new StepStarted(
                                                StepKey.first("fan.b"), "shell", 1, "n", at(0))),
                        workflow(),
                        choice(Opened.NOTHING),
                        5);

        assertThat(html.indexOf(">a</a>")).isPositive().isLessThan(html.indexOf(">b</a>"));
    }

    private String html(String name, int items, Opened opened) {
        return pages.run(name, history(items), workflow(), choice(opened), 600);
    }

    private static RunPage.Choice choice(Opened opened) {
        return new RunPage.Choice(new View("", opened), Ask.Draft.NONE);
    }

    private static StepWaiting inside(String step, @Nullable Integer items, double at) {
        var list =
                items == null
                        ? List.<String>of()
                        : IntStream.range(0, items).mapToObj(String::valueOf).toList();
        return new StepWaiting(
                StepKey.first(step), 1, Reason.CHILD, "its branches", null, null, list, at(at));
    }

    /** Half of them are done, one has failed, one runs. */
    private static Histories history(int items) {
        var history =
                new Histories()
                        .created()
                        .started(0)
                        .add(new StepStarted(FETCH, "forEach", 1, "n", at(0)))
                        .add(inside("fetch", items, 0));
        for (int i = 0; i < items / 2; i++) {
            var key = StepKey.first("fetch[" + i + "]");
            history.add(new StepStarted(key, "shell", 1, "n", at(i)));
            history.add(
                    i == 7
                            ? new StepFailed(
                                    key, 1, Reason.STEP_FAILED, Failure.of("E", "no"), at(i + 3))
                            : new StepCompleted(key, 1, "{}", at(i + 2)));
        }
        var last = StepKey.first("fetch[" + items / 2 + "]");
        return history.add(new StepStarted(last, "shell", 1, "n", at(items / 2 + 3)));
    }

    private static Workflow workflow() {
        var each = step("item", "shell", null);
        var parallel =
                new Nested.Parallel(
                        List.of(step("a", "shell", null), step("b", "shell", null)),
                        2,
                        Nested.OnError.FAIL);
        return new Workflow(
                "bootstrap",
                "sha256:c20ad4d76fe97759aa27a0c99bff6710",
                null,
                null,
                null,
                null,
                List.of(
                        step(
                                "fetch",
                                "forEach",
                                new Nested.ForEach(each, 3, Nested.OnError.COLLECT)),
                        step("fan", "parallel", parallel),
                        step("ship", "shell", null)),
                null,
                "{}");
    }

    private static Step step(String name, String type, @Nullable Nested nested) {
        var once =
                new RetryPolicy(1, Duration.ZERO, 1, Duration.ofMinutes(1), 0, Set.of(), Set.of());
        return new Step(name, type, null, "{}", Duration.ofMinutes(5), null, once, 3, nested);
    }
}
