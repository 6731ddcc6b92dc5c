package io.agentrunner.catalog;

import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.http.Problems;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds the catalogue. */
@ApplicationScoped
class CatalogBeans {

    @Produces
    @Singleton
    JavaCode javaCode(@Any Instance<WorkflowDefinition<?, ?>> definitions) {
        return new JavaCode(definitions);
    }

    @Produces
    @Singleton
    CelTemplates templates(JavaCode code) {
        return new CelTemplates(code);
    }

    @Produces
    @Singleton
    Blueprints blueprints(CelTemplates templates) {
        return new Blueprints(templates);
    }

    @Produces
    @Singleton
    InputSchema inputSchema() {
        return new InputSchema();
    }

    @Produces
    @Singleton
    Secrets secrets() {
        return Secrets.from(System.getenv());
    }

    @Produces
    @Singleton
    PublishedWorkflows workflows(Blueprints blueprints, Vertx vertx) {
        return new PublishedWorkflows(
                new StoredVersions(),
                new DatabaseContext(vertx),
                blueprints,
                InstantSource.system());
    }

    @Produces
    @Singleton
    CodeLedger codeLedger(Vertx vertx) {
        return new CodeLedger(new DatabaseContext(vertx), InstantSource.system());
    }

    @Produces
    @Singleton
    VersionDiffs diffs(PublishedWorkflows workflows) {
        return new VersionDiffs(workflows);
    }

    @Produces
    @Singleton
    WrittenSources sources(Vertx vertx) {
        return new WrittenSources(new DatabaseContext(vertx));
    }

    @Produces
    @Singleton
    Librarian librarian(
            PublishedWorkflows workflows,
            Blueprints blueprints,
            WrittenSources sources,
            JavaCode code,
            @ConfigProperty(name = "agent-runner.workflows") Optional<Path> folder) {
        return new Librarian(
                workflows, blueprints, sources, folder, new JavaWorkflows(code, blueprints));
    }

    @Produces
    @Singleton
    Problems.Translation unavailable() {
        return failure ->
                failure instanceof CatalogUnavailable
                        ? Optional.of(
                                new Problem(
                                        ProblemType.UNAVAILABLE,
                                        "The database does not answer. Try again in a few"
                                                + " seconds."))
                        : Optional.empty();
    }
}
