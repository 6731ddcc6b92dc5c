package io.agentrunner.workflow.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in workflows that don't compile. */
class RefusedByTheCompilerTest {

    private static final String BEFORE =
            """
            import static io.agentrunner.workflow.dsl.Dsl.*;
            import io.agentrunner.workflow.dsl.*;
            import java.util.*;

            class Shop implements WorkflowDefinition<Shop.Order, Shop.Receipt> {
                record Order(String id, int total) {}
                record Validated(Order order) { int total() { return order.total(); } }
                record Charge(String id) {}
                record Receipt(String id) {}
                sealed interface Payment permits Accepted, Declined {}
                record Accepted(String id) implements Payment {}
                record Declined(String why) implements Payment {}
                static class CardDeclined extends Exception {}

                Validated validate(Context context, Order order) { return new Validated(order); }
                Charge charge(Context context, Validated order) { return new Charge(""); }
                Payment pay(Context context, Validated order) { return new Accepted(""); }
                Receipt ship(Context context, Validated order, Optional<Charge> charge) { return new Receipt(""); }
                Receipt bill(Context context, Charge charge) { return new Receipt(charge.id()); }
                List<Order> parts(Context context, Order order) { return List.of(order); }
                String seven(Context c, String a, String b, String d, String e, String f, String g, String h) { return a; }

                @Override public Defined<Order, Receipt> define(Builder<Order> w) {
                    var validate = w.step("validate", this::validate);
                    var charge = w.step("charge", this::charge, validate)
                            .retry(exponential(3, seconds(1)).notOn(CardDeclined.class))
                            .timeout(seconds(30));
                    var pay = w.step("pay", this::pay, validate);
                    var review = w.approval("review").title("Ship it?").timeout(days(1));
                    var ship = w.step("ship", this::ship, validate, optional(charge));
            """;

    private static final String AFTER =
            """
                    return w.timeline(validate, charge, pay, review, ship)
                            .diverge(charge,
                                    on(CardDeclined.class, fail("card declined")),
                                    on(Timeout.class, backTo(charge).max(2)),
                                    when("odd", it -> it.code().isEmpty(), proceed()))
                            .branch(validate,
                                    when("small order", v -> v.total() < 100, skipTo(ship)),
                                    otherwise(proceed()))
                            .branch(pay,
                                    is(Declined.class, fail("declined")),
                                    when("free", p -> p instanceof Accepted(var id) && id.isEmpty(), proceed()),
                                    otherwise(proceed()))
                            .output(ship);
                }
            }
            """;

    @Test
    void a_workflow_without_a_mistake_compiles() {
        assertThat(compile(BEFORE + AFTER)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            a step that takes another type      | w.step("x", this::bill, validate);                  | incompatible bounds
            a step that takes the wrong inputs  | w.step("x", this::charge);                          | invalid method reference
            two values in the wrong order       | w.step("x", this::ship, optional(charge), validate); | incompatible bounds
            too few values                      | w.step("x", this::ship, validate);                  | no suitable method
            too many values                     | w.step("x", this::charge, validate, charge);        | no suitable method
            a result that may be missing        | w.step("x", this::bill, optional(charge));          | incompatible bounds
            a certain one taken as an optional  | w.step("x", this::ship, validate, charge);          | incompatible bounds
            an unknown step                     | w.step("x", this::charge, validated);               | cannot find symbol
            an unknown method                   | w.step("x", this::refund, validate);                | invalid method reference
            seven values                        | w.step("x", this::seven, w.step("a", (Context c) -> ""), w.step("b", (Context c) -> ""), w.step("c", (Context c) -> ""), w.step("d", (Context c) -> ""), w.step("e", (Context c) -> ""), w.step("f", (Context c) -> ""), w.step("g", (Context c) -> "")); | no suitable method
            a predicate on another result       | w.timeline(validate).branch(charge, when("x", v -> v.total() < 1, proceed())); | cannot find symbol
            a rule about a result after failure | w.timeline(validate).diverge(validate, when("x", v -> v.total() < 1, proceed())); | cannot find symbol
            an error where there is a result    | w.timeline(validate).branch(validate, on(Timeout.class, proceed())); | incompatible
            a kind that the result can't be     | w.timeline(validate).branch(pay, is(Receipt.class, proceed())); | incompatible
            no exception in a rule              | w.timeline(validate).diverge(charge, on(Order.class, proceed())); | no suitable method
            no exception in a retry policy      | charge.retry(steady(2, seconds(1)).on(Order.class)); | varargs mismatch
            a jump to a name                    | w.timeline(validate).diverge(charge, on(Timeout.class, backTo("charge"))); | incompatible types
            a rule without an action            | w.timeline(validate).diverge(charge, on(Timeout.class)); | no suitable method
            a name in the timeline              | w.timeline(validate, "charge");                     | varargs mismatch
            a timeout that is a number          | charge.timeout(30);                                 | incompatible types
            items that are no list              | w.forEach("x", validate, this::charge);             | no suitable method
            an item of another type             | w.forEach("x", w.step("parts", this::parts), this::charge); | incompatible
            """)
    void does_not_compile(String mistake, String line, String message) {
        assertThat(compile(BEFORE + line + "\n" + AFTER))
                .as(mistake)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.getLineNumber()).isEqualTo(lineOf(BEFORE)))
                .anySatisfy(it -> assertThat(it.getMessage(Locale.ROOT)).contains(message));
    }

    @Test
    void an_output_of_another_type_does_not_compile() {
        var mistaken = AFTER.replace(".output(ship)", ".output(charge)");
        assertThat(compile(BEFORE + mistaken))
                .singleElement()
                .satisfies(it -> assertThat(it.getMessage(Locale.ROOT)).contains("incompatible"));
    }

    private static long lineOf(String before) {
        return before.lines().count() + 1;
    }

    private static List<Diagnostic<? extends JavaFileObject>> compile(String source) {
        var found = new DiagnosticCollector<JavaFileObject>();
        var options =
                List.of("-proc:none", "-d", System.getProperty("java.io.tmpdir"), "-implicit:none");
        var files = List.of(new Text(source));
        var compiler = ToolProvider.getSystemJavaCompiler();
        compiler.getTask(new StringWriter(), null, found, checkOnly(options), null, files).call();
        return found.getDiagnostics().stream()
                .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    /** Nothing is to be written. */
    private static List<String> checkOnly(List<String> options) {
        var all = new java.util.ArrayList<>(options);
        all.add("-XDshould-stop.ifNoError=FLOW");
        return all;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String source;

        private Text(String source) {
            super(URI.create("string:///Shop.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
