package io.agentrunner.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.dashboard.Drawing.Box;
import io.agentrunner.dashboard.Drawing.Label;
import io.agentrunner.dashboard.Drawing.Path;
import io.agentrunner.workflow.Flow;
import io.agentrunner.workflow.Graph;
import io.agentrunner.workflow.Nested;
import io.agentrunner.workflow.Workflow;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLayoutTest {

    private static final Pattern LANE = Pattern.compile("M-?\\d+ -?\\d+H(-?\\d+)V");

    @Test
    void steps_stand_one_below_the_other_around_one_line() {
        var boxes = steps(drawing(Graphs.tangled(5)));

        assertThat(boxes)
                .extracting(Box::name)
                .containsExactly("step0", "step1", "step2", "step3", "step4");
        assertThat(boxes).isSortedAccordingTo((one, other) -> one.y() - other.y());
        assertThat(boxes).allMatch(box -> box.x() == -box.width() / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 100})
    void nothing_covers_anything_else_and_all_of_it_is_inside(int steps) {
        var drawing = drawing(Graphs.tangled(steps));

        for (var box : drawing.boxes()) {
            assertThat(box.x()).isGreaterThan(drawing.left());
            assertThat(box.x() + box.width()).isLessThan(drawing.left() + drawing.width());
            assertThat(box.y() + box.height()).isLessThan(drawing.height());
            assertThat(drawing.boxes())
                    .filteredOn(other -> covers(box, other))
                    .containsExactly(box);
        }
        assertThat(lanes(drawing))
                .allMatch(x -> x > drawing.left() && x < drawing.left() + drawing.width());
    }

    @Test
    void ways_side_by_side_have_a_lane_each_and_pass_no_step() {
        var drawing = drawing(Graphs.tangled(20));
        int widest = steps(drawing).stream().mapToInt(Box::width).max().orElseThrow();

        assertThat(lanes(drawing)).hasSize(39);
        assertThat(new HashSet<>(lanes(drawing))).hasSize(39);
        assertThat(lanes(drawing)).allMatch(x -> Math.abs(x) > widest / 2);
    }

    @Test
    void of_too_many_ways_to_be_told_apart_some_share_a_lane() {
        var drawing = drawing(Graphs.tangled(1_000));

        assertThat(lanes(drawing)).hasSize(1_999);
        assertThat(new HashSet<>(lanes(drawing))).hasSize(2 * Lanes.MOST);
    }

    @Test
    void every_way_is_drawn_and_says_what_has_to_apply() {
        var drawing = drawing(Graphs.order());

        assertThat(drawing.labels())
                .extracting(Label::text)
                .contains("inputs.total < 100", "error.code == 'TIMEOUT' · max 2", "otherwise");
        assertThat(drawing.paths())
                .extracting(Path::title)
                .contains(
                        "branch rule 1, inputs.total < 100: skips to ship",
                        "diverge rule 1, error.code == 'TIMEOUT', at most 2 times: back to validate",
                        "diverge rule 2, otherwise: fails the run",
                        "then the end");
        assertThat(drawing.boxes()).extracting(Box::name).contains("fail");
    }

    @Test
    void steps_inside_a_step_are_inside_its_box() {
        var boxes = drawing(Graphs.order()).boxes();
        var around = boxes.stream().filter(box -> box.name().equals("enrich")).findFirst();
        var inside = boxes.stream().filter(box -> box.url().contains(".")).toList();

        assertThat(inside).extracting(Box::name).containsExactly("stock", "address", "risk");
        assertThat(inside).allMatch(box -> covers(around.orElseThrow(), box));
        assertThat(inside)
                .noneMatch(
                        box -> inside.stream().anyMatch(it -> !it.equals(box) && covers(box, it)));
    }

    @Test
    void of_very_many_steps_inside_a_step_the_first_are_drawn() {
        var many = IntStream.range(0, 1_000).mapToObj(i -> Graphs.step("s" + i, null)).toList();
        var fan = Graphs.step("fan", new Nested.Parallel(many, 9, Nested.OnError.FAIL));
        var drawing = drawing(Graphs.workflow(Flow.STRAIGHT, fan));

        assertThat(drawing.boxes()).hasSize(2 + GraphFigure.MOST_INSIDE);
        assertThat(drawing.boxes()).extracting(Box::name).contains("s0", "989 more");
    }

    @Test
    void the_same_is_told_in_words() {
        var told = drawing(Graphs.order()).told();

        assertThat(told)
                .extracting(Drawing.Told::step)
                .containsExactly("validate", "enrich", "charge", "ship");
        assertThat(told.getLast().ways()).containsExactly("then the end");
        assertThat(Graph.of(Graphs.order()).edges())
                .hasSize(told.stream().mapToInt(step -> step.ways().size()).sum());
    }

    private static Drawing drawing(Workflow workflow) {
        return GraphLayout.draw(GraphFigure.of(workflow, StepLine::url));
    }

    private static List<Box> steps(Drawing drawing) {
        return drawing.boxes().stream().filter(box -> !box.url().isEmpty()).toList();
    }

    private static List<Integer> lanes(Drawing drawing) {
        return drawing.paths().stream()
                .map(path -> LANE.matcher(path.line()))
                .filter(Matcher::find)
                .map(lane -> Integer.valueOf(lane.group(1)))
                .toList();
    }

    private static boolean covers(Box one, Box other) {
        return one.x() < other.x() + other.width()
                && other.x() < one.x() + one.width()
                && one.y() < other.y() + other.height()
                && other.y() < one.y() + one.height();
    }
}
