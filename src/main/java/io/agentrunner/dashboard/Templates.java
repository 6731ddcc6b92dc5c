package io.agentrunner.dashboard;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The templates, checked against their records when the program is built. */
@CheckedTemplate(basePath = "dashboard")
final class Templates {

    private Templates() {}

    static native TemplateInstance runs(RunsPage page);

    static native TemplateInstance runsMain(RunsPage page);

    static native TemplateInstance rowsOnly(List<RunRow> rows);

    static native TemplateInstance run(RunPage page);

    static native TemplateInstance runMain(RunPage page);

    static native TemplateInstance inbox(InboxPage page);

    static native TemplateInstance inboxMain(InboxPage page);

    static native TemplateInstance badge(Shell shell);

    static native TemplateInstance workflows(WorkflowsPage page);

    static native TemplateInstance workflow(WorkflowPage page);

    static native TemplateInstance workflowDiff(WorkflowDiffPage page);

    static native TemplateInstance problem(ProblemPage page);
}
