package io.agentrunner.catalog;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the published workflows up to date with the database, which other nodes write too, and with
 * the folder of blueprints.
 */
public final class Librarian {

    private final PublishedWorkflows workflows;
    private final Optional<WorkflowFolder> folder;
    private volatile boolean loaded;

    Librarian(
            PublishedWorkflows workflows,
            Blueprints blueprints,
            WrittenSources sources,
            Optional<Path> folder) {
        this.workflows = workflows;
        this.folder = folder.map(path -> new WorkflowFolder(path, blueprints, workflows, sources));
    }

    /** Reads everything. To be waited for before anything is executed; it reads files at once. */
    public CompletionStage<Void> load() {
        return workflows
                .refresh()
                .thenCompose(_ -> folder.map(WorkflowFolder::load).orElse(nothing()))
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

    private static CompletionStage<Void> nothing() {
        return CompletableFuture.completedStage(null);
    }
}
