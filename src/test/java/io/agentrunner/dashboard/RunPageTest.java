package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Histories.ID;
import static io.agentrunner.dashboard.Histories.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.engine.LiveOutputs.Line;
import io.agentrunner.run.Lifecycle.RunCompleted;
import io.agentrunner.run.Lifecycle.RunWaiting;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepEvent.StepCompleted;
import io.agentrunner.run.StepEvent.StepWaiting;
import io.agentrunner.run.StepKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPageTest {

    private static final String[] STEPS = {"plan", "generate", "test", "package", "report"};
    private final PreviewPages pages = new PreviewPages();

    @Test
    void a_running_run_shows_what_it_does_and_what_it_says() {
        var history =
                new Histories()
                        .created("demo")
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .artifact("plan", "plan.json", "application/json", 612, 0.4)
                        .artifact("plan", "output.log", "text/plain", 1100, 0.4)
                        .completes("plan", 1, 0.41)
                        .begins("generate", 1, 0.42)
                        .recovered(9.1)
                        .begins("generate", 2, 9.12)
                        .artifact("generate", "project.zip", "application/zip", 48_100, 16.9)
                        .completes("generate", 2, 16.92)
                        .begins("test", 1, 16.95);
        var said =
                List.of(
                        line("test", "stdout", "[INFO] Scanning for projects...", 17.9),
                        line("test", "stderr", "[WARN] <b>unrecognized</b> key", 36.08),
                        line("test", "stdout", "[INFO] Running GreetingResourceTest", 38.8));

        var html = html("run-live", history, said, "", 41.2);

        assertThat(html)
                .contains("test, 3 of 5")
                .contains("data-live=\"/runs/" + ID + "/events?after=12\"")
                .contains("Running GreetingResourceTest")
                .contains("&lt;b&gt;unrecognized&lt;/b&gt;")
                .contains("Cancel run")
                .contains("plan.json")
                .contains("node-a was lost, node-b took over");
    }

    @Test
    void a_failed_run_says_why_and_offers_nothing_that_is_too_late() {
        var history =
                new Histories()
                        .created("eu", "priority")
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .completes("plan", 1, 3)
                        .begins("generate", 1, 3)
                        .failsAndRetries("generate", 1, 10, 12.2)
                        .resumes(12.2)
                        .begins("generate", 2, 12.2)
                        .fails("generate", 2, "EXIT_28", "no space left on device", 18.6);

        var html = html("run-failed", history, List.of(), "generate", 60);

        assertThat(html)
                .contains("generate failed with EXIT_28: no space left on device")
                .contains("Not run")
                .contains("Backoff")
                .contains("data-live=\"\"")
                .doesNotContain("Cancel run");
    }

    @Test
    void a_completed_run_shows_its_result_and_its_files() {
        var history =
                new Histories()
                        .created()
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .artifact("plan", "manifest.csv", "text/csv", 60, 0.4)
                        .artifact("plan", "output.log", "text/plain", 1100, 0.4)
                        .completes("plan", 1, 0.41)
                        .begins("test", 1, 0.42)
                        .completes("test", 1, 24)
                        .ends(24.01);

        var html = html("run-completed", history, List.of(), "", 60);

        assertThat(html)
                .contains("manifest.csv")
                .contains("&quot;application&quot;")
                .contains("Took");
    }

    @Test
    void a_result_that_is_an_artifact_leads_there() {
        var id = "0199f3a2-0000-7000-8000-0000000000aa";
        var reference = "{\"artifact\":\"" + id + "\",\"size\":5242880}";
        var history =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .add(new StepCompleted(StepKey.first("plan"), 1, reference, at(1)))
                        .add(new RunCompleted(reference, at(1)));

        var html = html("run-large", history, List.of(), "plan", 20);

        assertThat(html)
                .contains(
                        "<a href=\"/artifacts/"
                                + id
                                + "/content\" download>5.2 MB as an artifact</a>")
                .contains("</b> 5.2 MB as an artifact</span>");
    }

    @Test
    void a_waiting_run_says_for_what() {
        var history =
                new Histories()
                        .created()
                        .started(0.01)
                        .begins("plan", 1, 0.02)
                        .failsAndRetries("plan", 1, 10, 72.2);

        var html = html("run-waiting", history, List.of(), "plan", 20);

        assertThat(html).contains("attempt 2 after TIMEOUT, 53 s left").contains("i-retry");
    }

    @Test
    void a_sleeping_step_says_how_long_it_still_sleeps() {
        var step = StepKey.first("plan");
        var until = at(3600);
        var history =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .add(new StepWaiting(step, 1, Reason.SLEEP, "until " + until, until, at(0)))
                        .add(new RunWaiting(Reason.SLEEP, "until " + until, until, at(0)));

        var html = html("run-sleeping", history, List.of(), "", 600);

        assertThat(html).contains("sleeps, 50 m left").contains("g-wait");
    }

    private String html(String name, Histories history, List<Line> said, String step, double now) {
        var run = history.run();
        var files = new ArrayList<>(history.files());
        var choice = OutputPane.choose(run, files, said, "");
        var output =
                choice.map(
                                it ->
                                        it.isLive()
                                                ? OutputPane.live(run, it, said)
                                                : OutputPane.ended(
                                                        run, it, "[INFO] done\n[INFO] 7 tests\n"))
                        .orElse(null);
        var source =
                new RunPage.Source(
                        run,
                        Histories.workflow(STEPS),
                        history.rows(),
                        files,
                        output,
                        RunPage.Children.NONE,
                        new RunPage.Choice(new View(step, Lines.Opened.NOTHING), Ask.Draft.NONE),
                        at(now));
        var visit =
                new Shell.Visit(
                        "", "/runs/" + ID, "", _ -> "token", "http://localhost:8080", 0, at(now));
        var html = pages.render("run", RunPage.of(source, visit));
        pages.save(name, html);
        return html;
    }

    private static Line line(String step, String stream, String text, double at) {
        return new Line(ID, StepKey.first(step), 1, stream, text, at(at));
    }
}
