package io.agentrunner.dashboard;

import io.agentrunner.artifacts.ArtifactStore;
import io.agentrunner.artifacts.ArtifactView;
import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.dashboard.Ask.Draft;
import io.agentrunner.dashboard.RunPage.Children;
import io.agentrunner.dashboard.RunPage.Choice;
import io.agentrunner.dashboard.RunPage.Source;
import io.agentrunner.engine.Engine;
import io.agentrunner.http.Answers;
import io.agentrunner.http.Page;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.journal.Entry;
import io.agentrunner.journal.EventCodec;
import io.agentrunner.journal.EventReader;
import io.agentrunner.journal.RunFilter;
import io.agentrunner.journal.RunList;
import io.agentrunner.run.Artifact;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the page of one run from all that it takes. */
@ApplicationScoped
class RunPages {

    static final int MOST_EVENTS = 200;
    private static final int MOST_FILES = 200;
    private static final int MOST_CHILDREN = 50;

    private final Engine engine;
    private final EventReader events;
    private final Workflows workflows;
    private final Artifacts artifacts;
    private final ArtifactStore store;
    private final RunList list;
    private final RunRows rows;
    private final Visits visits;

    RunPages(
            Engine engine,
            EventReader events,
            Workflows workflows,
            Artifacts artifacts,
            ArtifactStore store,
            RunList list,
            RunRows rows,
            Visits visits) {
        this.engine = engine;
        this.events = events;
        this.workflows = workflows;
        this.artifacts = artifacts;
        this.store = store;
        this.list = list;
        this.rows = rows;
        this.visits = visits;
    }

    /**
     * What a reader wants to see of a run, as it stands in the address.
     *
     * @param draft what they typed into one of its forms
     */
    record Wish(View view, String output, String artifact, long until, Draft draft) {

        /** The page as it is, with a form that needs another look. */
        static Wish again(Draft draft) {
            return new Wish(View.PLAIN, "", "", 0, draft);
        }
    }

    /** What is found together, before anything that depends on it. */
    private record Found(Run run, Published workflow, List<ArtifactView> files) {}

    /** The page, or what is inside of it. */
    Uni<Response> show(int status, String id, Wish wish, Visitor visitor) {
        var now = Instant.now();
        return visits.of(visitor, now)
                .chain(
                        visit ->
                                Uni.createFrom()
                                        .deferred(
                                                () -> source(RunPageResource.runId(id), wish, now))
                                        .map(source -> RunPage.of(source, visit))
                                        .chain(page -> show(status, page, visitor))
                                        .onFailure(Problem.class)
                                        .recoverWithUni(it -> Pages.problem(it, visit)));
    }

    private static Uni<Response> show(int status, RunPage page, Visitor visitor) {
        return Pages.of(
                status, visitor.wants("main") ? Templates.runMain(page) : Templates.run(page));
    }

    /** Everything for one page; fails with a problem for an unknown run. */
    private Uni<Source> source(RunId id, Wish wish, Instant now) {
        return Uni.combine()
                .all()
                .unis(run(id), files(id))
                .asTuple()
                .chain(both -> workflow(both.getItem1(), both.getItem2()))
                .chain(found -> source(found, wish, now));
    }

    /** A run; fails with a problem for an unknown one. */
    Uni<Run> run(String id) {
        return Uni.createFrom().deferred(() -> run(RunPageResource.runId(id)));
    }

    private Uni<Run> run(RunId id) {
        return Uni.createFrom()
                .completionStage(() -> engine.find(id))
                .map(found -> found.orElseThrow(() -> unknown(id)));
    }

    static Problem unknown(Object id) {
        return new Problem(
                ProblemType.NOT_FOUND, "There is no run " + id + "; it may have been deleted.");
    }

    private Uni<List<ArtifactView>> files(RunId id) {
        return artifacts.list(id, Optional.empty(), MOST_FILES).map(Page::items);
    }

    private Uni<Found> workflow(Run run, List<ArtifactView> files) {
        return Uni.createFrom()
                .completionStage(() -> workflows.version(run.workflow(), run.version()))
                .map(found -> new Found(run, found.orElseThrow(), files));
    }

    private Uni<Source> source(Found found, Wish wish, Instant now) {
        return Uni.combine()
                .all()
                .unis(
                        events(found.run(), wish.until()),
                        preview(found, wish.artifact()),
                        children(found.run(), now))
                .asTuple()
                .chain(
                        all ->
                                source(
                                        found,
                                        wish,
                                        all.getItem1(),
                                        all.getItem2(),
                                        all.getItem3(),
                                        now));
    }

    private Uni<Source> source(
            Found found,
            Wish wish,
            List<EventRow> rows,
            Optional<Preview> preview,
            Children children,
            Instant now) {
        var files =
                found.files().stream()
                        .map(it -> file(it, it.id().toString().equals(wish.artifact()), preview))
                        .toList();
        return output(found, files, wish.output())
                .map(
                        output ->
                                new Source(
                                        found.run(),
                                        found.workflow().workflow(),
                                        rows,
                                        files,
                                        output.orElse(null),
                                        children,
                                        new Choice(wish.view(), wish.draft()),
                                        now));
    }

    /** The newest of the runs that its steps started. */
    private Uni<Children> children(Run run, Instant now) {
        if (run.steps().stream().noneMatch(step -> step.awaited() instanceof Awaited.Child)) {
            return Uni.createFrom().item(Children.NONE);
        }
        var theirs = new RunFilter(null, Set.of(), null, null, run.id(), null, null, null);
        return Answers.of(() -> list.page(theirs, RunList.Order.NEWEST_FIRST, MOST_CHILDREN, null))
                .chain(page -> rows.of(page.rows(), now).map(it -> new Children(it, page.total())));
    }

    private Uni<List<EventRow>> events(Run run, long until) {
        long last = until > 0 ? Math.min(until, run.seq()) : run.seq();
        long after = Math.max(0, last - MOST_EVENTS);
        var created = run.created().at();
        return Uni.createFrom()
                .completionStage(() -> events.read(run.id(), after, (int) (last - after)))
                .map(read -> read.stream().map(entry -> row(entry, created)).toList());
    }

    private static EventRow row(Entry entry, Instant created) {
        var event = EventCodec.decode(entry.type(), entry.at(), entry.data());
        return EventRow.of(entry.seq(), event, created);
    }

    private static FileRow file(ArtifactView view, boolean shown, Optional<Preview> preview) {
        return FileRow.of(artifact(view), view.step(), shown ? preview.orElse(null) : null);
    }

    private static Artifact artifact(ArtifactView view) {
        return new Artifact(
                view.id(),
                view.name(),
                view.kind(),
                view.contentType(),
                view.size(),
                view.sha256());
    }

    private Uni<Optional<Preview>> preview(Found found, String wanted) {
        return found.files().stream()
                .filter(it -> it.id().toString().equals(wanted))
                .filter(it -> Preview.isPossible(artifact(it)))
                .findFirst()
                .map(it -> preview(it).map(Optional::of))
                .orElse(Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Preview> preview(ArtifactView view) {
        var artifact = artifact(view);
        return Preview.isImage(artifact)
                ? Uni.createFrom().item(Preview.image("/artifacts/" + view.id() + "/content"))
                : read(view, 0).map(text -> Preview.of(artifact, text));
    }

    private Uni<Optional<OutputPane>> output(Found found, List<FileRow> files, String wanted) {
        var run = found.run();
        var said = engine.output().recent(run.id());
        var choice = OutputPane.choose(run, files, said, wanted);
        if (choice.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (choice.get().isLive()) {
            return Uni.createFrom().item(Optional.of(OutputPane.live(run, choice.get(), said)));
        }
        return log(found.files(), choice.get().log())
                .map(text -> Optional.of(OutputPane.ended(run, choice.get(), text)));
    }

    /** The end of a step's log. */
    private Uni<String> log(List<ArtifactView> files, @Nullable FileRow log) {
        return files.stream()
                .filter(it -> log != null && it.id().toString().equals(log.id()))
                .findFirst()
                .map(it -> read(it, Math.max(0, it.size() - Preview.MOST_BYTES)))
                .orElse(Uni.createFrom().item(""));
    }

    private Uni<String> read(ArtifactView view, long from) {
        return Uni.createFrom()
                .item(() -> bytes(view, from))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private String bytes(ArtifactView view, long from) {
        try (var in = store.open(view.uri(), from)) {
            return new String(in.readNBytes(Preview.MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "The file can't be read: " + gone.getMessage();
        }
    }
}
