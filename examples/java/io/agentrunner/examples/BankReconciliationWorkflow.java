package io.agentrunner.examples;

import static io.agentrunner.workflow.dsl.Dsl.days;
import static io.agentrunner.workflow.dsl.Dsl.is;
import static io.agentrunner.workflow.dsl.Dsl.on;
import static io.agentrunner.workflow.dsl.Dsl.optional;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.seconds;
import static io.agentrunner.workflow.dsl.Dsl.skipTo;
import static io.agentrunner.workflow.dsl.Dsl.when;

import io.agentrunner.examples.BankReconciliationWorkflow.Books;
import io.agentrunner.examples.BankReconciliationWorkflow.Report;
import io.agentrunner.workflow.dsl.ApprovalDecision;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.Rejected;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares a bank statement with the books; small differences pass, a person decides on others:
 * {@code bank-reconciliation.yaml} in Java.
 */
@ApplicationScoped
@LookupIfProperty(name = "agent-runner.examples", stringValue = "true")
public class BankReconciliationWorkflow implements WorkflowDefinition<Books, Report> {

    /** What is compared. */
    public record Books(
            String account, long tolerance, List<Entry> statement, List<Entry> ledger) {}

    /** A line of a statement or of a ledger. */
    public record Entry(String ref, long cents) {}

    /** What the bank has more than the books. */
    public record Difference(String ref, long cents) {

        boolean isWithin(long limit) {
            return Math.abs(cents) <= limit;
        }
    }

    /** What came of comparing. */
    public sealed interface Matching {

        /** They say the same. */
        record Balanced(int entries) implements Matching {}

        /** They don't; by up to the limit an entry may be off. */
        record Differences(List<Difference> items, long limit) implements Matching {}
    }

    /** What people read in the end. */
    public record Report(
            String account, String outcome, String approvedBy, List<Difference> differences) {}

    @Override
    public String name() {
        return "bank-reconciliation-java";
    }

    @Override
    public Defined<Books, Report> define(Builder<Books> w) {
        var statement = w.step("statement", this::statement).timeout(seconds(30));
        var ledger = w.step("ledger", this::ledger).timeout(seconds(30));
        var fetch = w.parallel("fetch", statement, ledger);
        var match = w.step("match", this::match, w.inputs(), statement, ledger);
        var review =
                w.approval("review")
                        .title("Book the differences of the ${inputs.account}?")
                        .data(match)
                        .timeout(days(7));
        var report = w.step("report", this::report, w.inputs(), match, optional(review));
        return w.timeline(fetch, match, review, report)
                .describedAs(
                        "Compares a bank statement with the books; small differences pass, a person"
                                + " decides on others")
                .branch(
                        match,
                        is(Matching.Balanced.class, skipTo(report)),
                        when(
                                "small differences",
                                BankReconciliationWorkflow::areSmall,
                                skipTo(report)),
                        otherwise(proceed()))
                .diverge(review, on(Rejected.class, proceed()).named("left open"))
                .output(report);
    }

    List<Entry> statement(Context context, Books books) {
        return books.statement();
    }

    List<Entry> ledger(Context context, Books books) {
        return books.ledger();
    }

    Matching match(Context context, Books books, List<Entry> statement, List<Entry> ledger) {
        var items = differences(byRef(statement), byRef(ledger));
        return items.isEmpty()
                ? new Matching.Balanced(statement.size())
                : new Matching.Differences(items, books.tolerance());
    }

    private static Map<String, Long> byRef(List<Entry> entries) {
        return entries.stream()
                .collect(
                        Collectors.toMap(Entry::ref, Entry::cents, Long::sum, LinkedHashMap::new));
    }

    private static List<Difference> differences(Map<String, Long> bank, Map<String, Long> books) {
        var refs = new ArrayList<>(bank.keySet());
        books.keySet().stream().filter(ref -> !bank.containsKey(ref)).forEach(refs::add);
        return refs.stream()
                .map(ref -> new Difference(ref, cents(bank, ref) - cents(books, ref)))
                .filter(it -> it.cents() != 0)
                .toList();
    }

    private static long cents(Map<String, Long> entries, String ref) {
        return entries.getOrDefault(ref, 0L);
    }

    private static boolean areSmall(Matching matching) {
        return matching instanceof Matching.Differences(var items, var limit)
                && items.stream().allMatch(it -> it.isWithin(limit));
    }

    Report report(
            Context context,
            Books books,
            Matching matching,
            Optional<ApprovalDecision<Object>> review) {
        var by = review.map(ApprovalDecision::by).orElse("nobody");
        return switch (matching) {
            case Matching.Balanced _ -> new Report(books.account(), "balanced", by, List.of());
            case Matching.Differences(var items, _) ->
                    new Report(books.account(), outcome(matching, review.isPresent()), by, items);
        };
    }

    private static String outcome(Matching matching, boolean approved) {
        if (approved) {
            return "approved";
        }
        return areSmall(matching) ? "small differences" : "left open";
    }
}
