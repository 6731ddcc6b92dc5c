package io.agentrunner.dashboard;

import static io.agentrunner.dashboard.Histories.at;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final String[] STEPS = {"plan", "charge", "ship"};

    @Test
    void a_step_that_took_half_of_the_run_takes_half_of_the_width() {
        var run =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .completes("plan", 1, 5)
                        .begins("charge", 1, 5)
                        .completes("charge", 1, 10)
                        .ends(10)
                        .run();

        var bar = row(run, "charge", 60).bars().getFirst();

        assertThat(bar.x()).isEqualTo("50.00%");
        assertThat(bar.width()).isEqualTo("49.00%");
        assertThat(bar.css()).isEqualTo("is-completed");
        assertThat(bar.live()).isEmpty();
    }

    @Test
    void work_too_short_to_be_seen_is_drawn_as_narrow_as_can_be_seen() {
        var run =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .completes("plan", 1, 0.001)
                        .begins("charge", 1, 0.001)
                        .run();

        assertThat(row(run, "plan", 1000).bars().getFirst().width()).isEqualTo("0.35%");
    }

    @Test
    void a_skipped_step_has_no_bar_and_says_so() {
        var run =
                new Histories()
                        .created()
                        .started(0)
                        .begins("plan", 1, 0)
                        .completes("plan", 1, 4)
                        .skips("plan", "charge", "ship", 4)
                        .begins("ship", 1, 4)
                        .run();

        var row = row(run, "charge", 8);

        assertThat(row.bars()).isEmpty();
        assertThat(row.texts()).extracting(Timeline.Text::text).containsExactly("skipped");
    }

    @Test
    void a_running_step_grows_to_the_present_and_leaves_room_to_its_right() {
        var run = new Histories().created().started(0).begins("plan", 1, 0).run();

        var timeline = timeline(run, 8);

        assertThat(timeline.edge()).isEqualTo(new Timeline.Edge("79.40%"));
        assertThat(timeline.span()).isEqualTo(10_000);
        var bar = timeline.rows().getFirst().bars().getFirst();
        assertThat(bar.live()).isEqualTo("1.00%");
        assertThat(bar.width()).isEqualTo("78.40%");
    }

    @Test
    void a_failed_attempt_stands_out_and_the_backoff_after_it_is_dashed() {
        var run =
                new Histories()
                        .created()
                        .started(0)
                        .begins("charge", 1, 0)
                        .failsAndRetries("charge", 1, 4, 8)
                        .resumes(8)
                        .begins("charge", 2, 8)
                        .completes("charge", 2, 10)
                        .begins("ship", 1, 10)
                        .run();

        var row = row(run, "charge", 12);

        assertThat(row.bars())
                .extracting(Timeline.Bar::css)
                .containsExactly("is-failed", "is-completed");
        assertThat(row.bars()).extracting(Timeline.Bar::height).containsExactly(20, 16);
        assertThat(row.crosses()).hasSize(1);
        assertThat(row.backoffs()).hasSize(1);
        assertThat(row.texts()).extracting(Timeline.Text::text).contains("1 · TIMEOUT");
    }

    @Test
    void a_backoff_that_goes_on_reaches_to_the_present() {
        var run =
                new Histories()
                        .created()
                        .started(0)
                        .begins("charge", 1, 0)
                        .failsAndRetries("charge", 1, 4, 60)
                        .run();

        var backoff = row(run, "charge", 8).backoffs().getFirst();

        assertThat(backoff.live()).isNotEmpty();
        assertThat(backoff.x2()).isEqualTo("79.40%");
    }

    @Test
    void an_attempt_that_its_node_took_along_is_no_failure() {
        var run =
                new Histories()
                        .created()
                        .started(0)
                        .begins("charge", 1, 0)
                        .recovered(4)
                        .begins("charge", 2, 4)
                        .run();

        var row = row(run, "charge", 8);

        assertThat(row.bars())
                .extracting(Timeline.Bar::css)
                .containsExactly("is-canceled", "is-running");
        assertThat(row.texts()).extracting(Timeline.Text::text).contains("1 · node lost");
    }

    @Test
    void steps_to_come_have_their_row() {
        var run = new Histories().created().started(0).begins("plan", 1, 0).run();

        assertThat(timeline(run, 1).rows())
                .extracting(Timeline.Row::name, Timeline.Row::extra)
                .contains(org.assertj.core.groups.Tuple.tuple("ship", "gone"));
    }

    @Test
    void ticks_are_round_and_few_whatever_the_time() {
        for (double seconds : new double[] {0.001, 0.4, 3, 59, 61, 3600, 90_000, 4e6, 4e8}) {
            var axis = new Axis(at(0), java.time.Duration.between(at(0), at(seconds)), 1, 98);
            assertThat(axis.ticks()).as("%s s", seconds).hasSizeBetween(1, 9);
            assertThat(axis.ticks().getFirst().label()).startsWith("0");
        }
    }

    private static Timeline timeline(io.agentrunner.run.Run run, double now) {
        var lines = Lines.of(new StepTree(run, Histories.workflow(STEPS)), Lines.Opened.NOTHING);
        return Timeline.of(run, lines, View.PLAIN, at(now));
    }

    private static Timeline.Row row(io.agentrunner.run.Run run, String step, double now) {
        return timeline(run, now).rows().stream()
                .filter(row -> row.name().equals(step))
                .findFirst()
                .orElseThrow();
    }
}
