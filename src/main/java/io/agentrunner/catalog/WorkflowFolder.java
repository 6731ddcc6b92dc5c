package io.agentrunner.catalog;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Workflow;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Publishes the blueprints of a folder, and again when they change. A file that can't be read is
 * logged with its mistakes and looked at again when it changes; the others don't mind.
 */
final class WorkflowFolder {

    private static final Logger LOG = Logger.getLogger(WorkflowFolder.class);

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedStage(null);

    private final Path folder;
    private final Blueprints blueprints;
    private final PublishedWorkflows workflows;
    private final WrittenSources sources;

    private final Set<String> ofTheProgram;

    private final Map<Path, Stamp> done = new HashMap<>();
    private final Map<Path, Stamp> seen = new HashMap<>();
    private final Map<String, Path> fileOf = new HashMap<>();
    private String complaint = "";

    WorkflowFolder(
            Path folder,
            Blueprints blueprints,
            PublishedWorkflows workflows,
            WrittenSources sources,
            Set<String> ofTheProgram) {
        this.ofTheProgram = Set.copyOf(ofTheProgram);
        this.folder = folder.toAbsolutePath().normalize();
        this.blueprints = blueprints;
        this.workflows = workflows;
        this.sources = sources;
    }

    /** By which a change of a file is noticed. */
    private record Stamp(FileTime modified, long size) {}

    /**
     * Publishes what changed while nobody looked. What didn't change leaves the current version.
     */
    synchronized CompletionStage<Void> load() {
        var publishing = new ArrayList<CompletionStage<Void>>();
        files().forEach((file, stamp) -> publishing.add(read(file, stamp, this::publishIfChanged)));
        return all(publishing);
    }

    /** Publishes files that changed, once they have been the same for two looks. */
    synchronized CompletionStage<Void> look() {
        var publishing = new ArrayList<CompletionStage<Void>>();
        files().forEach(
                        (file, stamp) -> {
                            if (!stamp.equals(done.get(file))
                                    && stamp.equals(seen.put(file, stamp))) {
                                publishing.add(read(file, stamp, this::publish));
                            }
                        });
        return all(publishing);
    }

    /** What to do with a workflow that a file turned out to hold. */
    private interface Found {
        CompletionStage<?> publish(Workflow workflow, Path file);

        default Found and(Function<Workflow, CompletionStage<?>> more) {
            return (workflow, file) ->
                    publish(workflow, file).thenCompose(_ -> more.apply(workflow));
        }
    }

    private CompletionStage<Void> read(Path file, Stamp stamp, Found found) {
        try {
            var format = Format.ofFile(file).orElseThrow();
            var content = Files.readAllBytes(file);
            var reading = blueprints.read(content, format);
            done.put(file, stamp);
            return switch (reading) {
                case Refused refused -> refuse(file, refused);
                case Read(var workflow, var warnings) -> {
                    warnings.forEach(warning -> LOG.warn(line(file, warning)));
                    yield take(workflow, file, found.and(it -> sources.keep(it, format, content)));
                }
            };
        } catch (IOException e) {
            LOG.errorf("%s can't be read: %s", file, e);
            return NOTHING;
        }
    }

    private static CompletionStage<Void> refuse(Path file, Refused refused) {
        refused.mistakes().forEach(mistake -> LOG.error(line(file, mistake)));
        return NOTHING;
    }

    private static String line(Path file, Mistake mistake) {
        return "%s:%d:%d: %s %s"
                .formatted(
                        file, mistake.line(), mistake.column(), mistake.path(), mistake.message());
    }

    private CompletionStage<Void> take(Workflow workflow, Path file, Found found) {
        if (ofTheProgram.contains(workflow.name())) {
            LOG.errorf(
                    "%s: workflow %s is written in Java; give one of them another name",
                    file, workflow.name());
            return NOTHING;
        }
        var owner = fileOf.getOrDefault(workflow.name(), file);
        if (!owner.equals(file) && Files.exists(owner)) {
            LOG.errorf("%s: workflow %s is already in %s", file, workflow.name(), owner);
            return NOTHING;
        }
        fileOf.put(workflow.name(), file);
        return found.publish(workflow, file)
                .handle((_, failure) -> failure == null || lookAgain(file, failure))
                .thenAccept(_ -> {});
    }

    private synchronized boolean lookAgain(Path file, Throwable failure) {
        LOG.warnf("%s can't be published now: %s", file, failure.getMessage());
        done.remove(file);
        return false;
    }

    private CompletionStage<?> publish(Workflow workflow, Path file) {
        return workflows
                .publish(workflow, "file", folder.toString())
                .thenAccept(_ -> LOG.infof("Workflow %s is as in %s", workflow.name(), file));
    }

    private CompletionStage<?> publishIfChanged(Workflow workflow, Path file) {
        return workflows
                .last(workflow.name(), "file")
                .thenCompose(
                        last ->
                                last.filter(it -> it.workflow().equals(workflow))
                                        .map(this::settle)
                                        .orElseGet(() -> publish(workflow, file)));
    }

    private CompletionStage<?> settle(Edition edition) {
        return folder.toString().equals(edition.published().home())
                ? NOTHING
                : workflows.move(edition.workflow(), folder.toString());
    }

    private SortedMap<Path, Stamp> files() {
        var found = new TreeMap<Path, Stamp>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                if (isBlueprint(file)) {
                    found.put(file, new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            complain(e);
        }
        return found;
    }

    private static boolean isBlueprint(Path file) {
        return Format.ofFile(file).isPresent()
                && !String.valueOf(file.getFileName()).startsWith(".")
                && Files.isRegularFile(file);
    }

    /** Once until it changes: somebody looks every second. */
    private void complain(Exception e) {
        if (!e.toString().equals(complaint)) {
            complaint = e.toString();
            LOG.errorf("The folder of blueprints, %s, can't be read: %s", folder, e);
        }
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
        var futures = stages.stream().map(CompletionStage::toCompletableFuture);
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
