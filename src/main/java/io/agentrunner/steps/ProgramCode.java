package io.agentrunner.steps;

import io.agentrunner.catalog.CodeLedger;
import io.agentrunner.catalog.Edition;
import io.agentrunner.catalog.JavaCode;
import io.agentrunner.catalog.PublishedWorkflows;
import io.agentrunner.workflow.Clause;
import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Workflow;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The code of this server that stands in workflows by its name: what is there, what has changed.
 */
public final class ProgramCode {

    private static final Logger LOG = Logger.getLogger(ProgramCode.class);

    private final JavaStep steps;
    private final JavaCode code;

    ProgramCode(JavaStep steps, JavaCode code) {
        this.steps = steps;
        this.code = code;
    }

    /**
     * What a workflow calls and this server doesn't have, in words: {@code step `charge` calls
     * `order.charge`}.
     */
    public Collection<String> missing(Workflow workflow) {
        var missing = new TreeSet<String>();
        calls(workflow)
                .filter(step -> steps.code(step.settings()).isEmpty())
                .forEach(
                        step ->
                                missing.add(
                                        "step `%s` calls `%s`"
                                                .formatted(step.name(), called(step))));
        predicates(workflow).stream()
                .filter(name -> code.guard(workflow.name(), name).isEmpty())
                .forEach(name -> missing.add("a rule asks predicate `" + name + "`"));
        return missing;
    }

    /**
     * Notes the code behind the current versions, and says of what has changed since the last time.
     *
     * @return when that is done
     */
    public CompletionStage<Void> look(PublishedWorkflows workflows, CodeLedger ledger) {
        var looking =
                workflows.all().stream()
                        .map(edition -> look(edition, ledger).toCompletableFuture());
        return CompletableFuture.allOf(looking.toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Void> look(Edition edition, CodeLedger ledger) {
        var workflow = edition.workflow();
        var hashes = hashes(workflow);
        return hashes.isEmpty()
                ? CompletableFuture.completedStage(null)
                : ledger.note(workflow.version(), hashes)
                        .thenAccept(
                                changed -> {
                                    if (!changed.isEmpty()) {
                                        LOG.warnf(
                                                "Workflow %s: the code of %s has changed, and its"
                                                        + " version %s hasn't; runs that are under way"
                                                        + " go on with the new code",
                                                workflow.name(),
                                                String.join(", ", changed),
                                                workflow.version());
                                    }
                                });
    }

    private SortedMap<String, String> hashes(Workflow workflow) {
        var hashes = new TreeMap<String, String>();
        calls(workflow)
                .forEach(
                        step ->
                                steps.code(step.settings())
                                        .ifPresent(it -> hashes.put("step " + step.name(), it)));
        for (var name : predicates(workflow)) {
            code.guard(workflow.name(), name)
                    .ifPresent(guard -> hashes.put("predicate " + name, code.hash(guard)));
        }
        return hashes;
    }

    /** The steps that call code whose name is known before they run. */
    private static Stream<Step> calls(Workflow workflow) {
        return workflow.steps()
                .filter(step -> step.type().equals("java"))
                .filter(step -> !called(step).contains("${"));
    }

    private static String called(Step step) {
        return Json.parse(step.settings()).path("step").asText();
    }

    private static Set<String> predicates(Workflow workflow) {
        return workflow.flow()
                .clauses()
                .map(Clause::condition)
                .flatMap(ProgramCode::predicate)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> predicate(Condition condition) {
        return condition instanceof Condition.Java(var name) ? Stream.of(name) : Stream.empty();
    }
}
