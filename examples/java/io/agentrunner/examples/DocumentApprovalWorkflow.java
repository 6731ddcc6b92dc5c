package io.agentrunner.examples;

import static io.agentrunner.workflow.dsl.Dsl.backTo;
import static io.agentrunner.workflow.dsl.Dsl.days;
import static io.agentrunner.workflow.dsl.Dsl.on;
import static io.agentrunner.workflow.dsl.Dsl.optional;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.predicate;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.seconds;
import static io.agentrunner.workflow.dsl.Dsl.skipTo;
import static io.agentrunner.workflow.dsl.Dsl.when;

import io.agentrunner.examples.DocumentApprovalWorkflow.Document;
import io.agentrunner.examples.DocumentApprovalWorkflow.Report;
import io.agentrunner.workflow.dsl.ApprovalDecision;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.Rejected;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person reads each revision of a document, until it is published or archived: {@code
 * document-approval.yaml} in Java.
 */
@ApplicationScoped
@LookupIfProperty(name = "agent-runner.examples", stringValue = "true")
public class DocumentApprovalWorkflow implements WorkflowDefinition<Document, Report> {

    /** What somebody wrote. */
    public record Document(String title, String text) {}

    /** A document as it is to be read. */
    public record Draft(String title, String text, int revision) {}

    /** What a reader thinks of it. */
    public enum Verdict {
        publish,
        changes
    }

    /** The form that a reader fills in. */
    public record Review(Verdict verdict, @Nullable String remarks) {}

    /** A document that is out. */
    public record Published(String title) {}

    /** A document that is not. */
    public record Archived(String why) {}

    /** What people read in the end. */
    public record Report(String title, int revision, String outcome) {}

    @Override
    public String name() {
        return "document-approval-java";
    }

    @Override
    public Defined<Document, Report> define(Builder<Document> w) {
        var draft = w.step("draft", this::draft).timeout(seconds(10));
        var review =
                w.approval("review", Review.class)
                        .title("Publish revision ${steps.draft.revision} of “${inputs.title}”?")
                        .data(draft)
                        .timeout(days(7));
        var publish = w.step("publish", this::publish, draft).timeout(seconds(10));
        var archive = w.step("archive", this::archive, optional(review));
        var report = w.step("report", this::report, draft, optional(archive));
        var wantsChanges =
                predicate("wantsChanges", DocumentApprovalWorkflow::wantsChanges);
        return w.timeline(draft, review, publish, archive, report)
                .describedAs(
                        "A person reads each revision of a document, until it is published or"
                                + " archived")
                .branch(
                        review,
                        when(wantsChanges, backTo(draft).max(2)).named("changes requested"),
                        when(wantsChanges, skipTo(archive)).named("too many changes"),
                        otherwise(proceed()))
                .branch(publish, otherwise(skipTo(report)))
                .diverge(review, on(Rejected.class, skipTo(archive)))
                .output(report);
    }

    Draft draft(Context context, Document document) {
        return new Draft(document.title(), document.text(), context.iteration());
    }

    private static boolean wantsChanges(ApprovalDecision<Review> decision) {
        return decision.data() instanceof Review(var verdict, _) && verdict == Verdict.changes;
    }

    Published publish(Context context, Draft draft) {
        context.log("“%s” is out".formatted(draft.title()));
        return new Published(draft.title());
    }

    Archived archive(Context context, Optional<ApprovalDecision<Review>> review) {
        return new Archived(review.isPresent() ? "too many changes" : "rejected");
    }

    Report report(Context context, Draft draft, Optional<Archived> archived) {
        return new Report(
                draft.title(),
                draft.revision(),
                archived.map(Archived::why).orElse("published"));
    }
}
