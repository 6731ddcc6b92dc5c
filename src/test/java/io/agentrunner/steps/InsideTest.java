package io.agentrunner.steps;

import static io.agentrunner.steps.TestTask.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.engine.Outcome;
import io.agentrunner.run.Attempt;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Failure;
import io.agentrunner.run.Reason;
import io.agentrunner.run.StepKey;
import io.agentrunner.run.StepRun;
import io.agentrunner.run.StepState;
import io.agentrunner.run.Wait;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code parallel} and {@code forEach}. */
class InsideTest {

    private static final Awaited OVER = new Awaited.Branches(List.of(), 2, 0, null, null);
    private static final String COLLECT =
            "{\"onError\": \"collect\", \"items\": \"${inputs.list}\"}";

    private final ParallelStep parallel = new ParallelStep(new CelTemplates(), TestTask.SECRETS);
    private final ForEachStep forEach = new ForEachStep(new CelTemplates(), TestTask.SECRETS);

    private static StepRun inside(
            String path, StepState state, @Nullable String result, @Nullable Failure failure) {
        var attempt = new Attempt(1, state, failure, NOON, NOON, NOON, "n1", null);
        var reason = result == null ? Reason.STEP_FAILED : null;
        return new StepRun(
                StepKey.first(path),
                "set",
                state,
                reason,
                null,
                NOON,
                NOON,
                null,
                result,
                List.of(attempt),
                null,
                List.of(),
                false);
    }

    private static StepRun done(String path, String result) {
        return inside(path, StepState.COMPLETED, result, null);
    }

    private static StepRun failed(String path) {
        var why = new Failure("EXIT_1", "no luck", "{\"n\":1.50}", "a trace");
        return inside(path, StepState.FAILED, null, why);
    }

    private Outcome each(String list) throws Exception {
        var settings = "{\"items\": \"${inputs.list}\"}";
        return forEach.execute(TestTask.of(settings).inputs("{\"list\": " + list + "}").task());
    }

    @Test
    void named_steps_begin() throws Exception {
        assertThat(parallel.execute(TestTask.of("{}").task()))
                .isEqualTo(
                        new Outcome.Suspended(
                                new Wait.Branches(List.of(), "running the steps inside")));
    }

    @Test
    void a_step_begins_for_each_item() throws Exception {
        assertThat(each("[{\"n\": 1.50}, null, \"x\"]"))
                .isEqualTo(
                        new Outcome.Suspended(
                                new Wait.Branches(
                                        List.of("{\"n\":1.50}", "null", "\"x\""),
                                        "running its step for 3 items")));
    }

    @Test
    void without_items_there_is_nothing_to_do() throws Exception {
        assertThat(each("[]")).isEqualTo(Outcome.completed("[]"));
    }

    @Test
    void items_are_a_list() throws Exception {
        for (var list : List.of("{}", "3", "\"[]\"")) {
            var failure = Ended.failure(each(list));
            assertThat(failure.code()).isEqualTo("SETTINGS");
            assertThat(failure.message()).isEqualTo("items must be a list, not " + list);
        }
        assertThat(Ended.failure(each("null")).message()).isEqualTo("items is missing");
    }

    @Test
    void items_have_a_limit_in_number_and_in_size() throws Exception {
        assertThat(each(numbers(10_000))).isInstanceOf(Outcome.Suspended.class);
        assertThat(Ended.failure(each(numbers(10_001))).code()).isEqualTo("PAYLOAD_LIMIT");
        var half = "\"" + "x".repeat(1 << 19) + "\"";
        assertThat(each("[" + half + "]")).isInstanceOf(Outcome.Suspended.class);
        assertThat(Ended.failure(each("[" + half + "," + half + "]")).message())
                .startsWith("the list of items has 1,048,580 bytes");
    }

    private static String numbers(int count) {
        return "[0" + ",1".repeat(count - 1) + "]";
    }

    @Test
    void results_come_by_name() throws Exception {
        var over = TestTask.of("{}").after(OVER, done("work.a", "1.50"), done("work.b", "null"));
        assertThat(parallel.execute(over)).isEqualTo(Outcome.completed("{\"a\":1.50,\"b\":null}"));
    }

    @Test
    void results_come_in_the_order_of_the_items() throws Exception {
        var over = TestTask.of("{}").after(OVER, done("work[0]", "\"x\""), done("work[1]", "[2]"));
        assertThat(forEach.execute(over)).isEqualTo(Outcome.completed("[\"x\",[2]]"));
    }

    @Test
    void results_that_are_large_together_are_written_one_after_the_other() throws Exception {
        var half = "\"" + "x".repeat((1 << 19) - 5) + "\"";
        var list = TestTask.of("{}").after(OVER, done("work[0]", half), done("work[1]", half));
        assertThat(((Outcome.Completed) forEach.execute(list)).result()).hasSize((1 << 20) - 3);

        var three =
                TestTask.of("{}")
                        .after(
                                OVER,
                                done("work.a", half),
                                done("work.b", half),
                                done("work.c", "1"));
        var large = (Outcome.Large) parallel.execute(three);
        var text = new StringWriter();
        large.result().writeTo(text);
        assertThat(text).hasToString("{\"a\":" + half + ",\"b\":" + half + ",\"c\":1}");
    }

    @Test
    void a_failure_may_be_a_result_like_any_other() throws Exception {
        var error =
                "{\"error\":{\"code\":\"EXIT_1\",\"message\":\"no luck\",\"details\":{\"n\":1.50}}}";
        var named = TestTask.of(COLLECT).after(OVER, done("work.a", "1"), failed("work.b"));
        assertThat(parallel.execute(named))
                .isEqualTo(Outcome.completed("{\"a\":{\"value\":1},\"b\":" + error + "}"));
        var items = TestTask.of(COLLECT).after(OVER, failed("work[0]"), done("work[1]", "1"));
        assertThat(forEach.execute(items))
                .isEqualTo(Outcome.completed("[" + error + ",{\"value\":1}]"));
    }

    @Test
    void a_step_that_was_canceled_is_an_error_too() throws Exception {
        var canceled = inside("work.a", StepState.CANCELED, null, null);
        assertThat(parallel.execute(TestTask.of(COLLECT).after(OVER, canceled)))
                .isEqualTo(
                        Outcome.completed(
                                "{\"a\":{\"error\":{\"code\":\"STEP_FAILED\",\"message\":\"work.a is CANCELED\","
                                        + "\"details\":null}}}"));
    }

    @Test
    void no_failure_passes_for_a_result_otherwise() throws Exception {
        var over = TestTask.of("{}").after(OVER, done("work.a", "1"), failed("work.b"));
        var failure = Ended.failure(parallel.execute(over));
        assertThat(failure.code()).isEqualTo("EXIT_1");
        assertThat(failure.details()).isEqualTo("{\"n\":1.50}");
    }
}
