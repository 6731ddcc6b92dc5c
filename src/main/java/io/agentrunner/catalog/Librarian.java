package io.agentrunner.catalog;

import io.agentrunner.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the published workflows up to date with the database, which other nodes write too, and with
 * the folder of blueprints; and publishes what is written in Java.
 */
public final class Librarian {

    private final PublishedWorkflows workflows;
    private final Optional<WorkflowFolder> folder;
    private final JavaWorkflows java;
    private volatile boolean loaded;

    Librarian(
            PublishedWorkflows workflows,
            Blueprints blueprints,
            WrittenSources sources,
            Optional<Path> folder,
            JavaWorkflows java) {
        this.java = java;
        this.workflows = workflows;
        this.folder =
                folder.map(
                        path ->
                                new WorkflowFolder(
                                        path, blueprints, workflows, sources, java.names()));
    }

    /**
     * Reads everything. To be waited for before anything is executed; it reads files at once.
     *
     * @throws MalformedWorkflows when a workflow written in Java is none
     */
    public CompletionStage<Void> load() {
        var checked = java.usable();
        return workflows
                .refresh()
                .thenCompose(_ -> folder.map(WorkflowFolder::load).orElse(nothing()))
                .thenCompose(_ -> publish(checked))
                .thenAccept(_ -> loaded = true);
    }

    /** Looks for changes; does nothing before everything was loaded. */
    CompletionStage<Void> walk() {
        return loaded
                ? workflows
                        .refresh()
                        .thenCompose(_ -> folder.map(WorkflowFolder::look).orElse(nothing()))
                : nothing();
    }

    private CompletionStage<Void> publish(List<Workflow> ofTheProgram) {
        var publishing =
                ofTheProgram.stream()
                        .map(workflow -> workflows.settle(workflow, "java", null))
                        .map(CompletionStage::toCompletableFuture);
        return CompletableFuture.allOf(publishing.toArray(CompletableFuture[]::new));
    }

    private static CompletionStage<Void> nothing() {
        return CompletableFuture.completedStage(null);
    }
}
