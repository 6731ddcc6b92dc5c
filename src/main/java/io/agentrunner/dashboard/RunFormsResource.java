package io.agentrunner.dashboard;

import io.agentrunner.catalog.InputSchema;
import io.agentrunner.dashboard.Ask.Draft;
import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.RunPages.Wish;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Again;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.http.Answers;
import io.agentrunner.run.Awaited;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Decide;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.Signal;
import io.agentrunner.run.StepRun;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the forms on the page of a run do. Where the run stands afterwards its page says, whatever
 * became of the wish.
 */
@Path("/runs/{id}")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public class RunFormsResource {

    private final RunPages pages;
    private final Engine engine;
    private final InputSchema schema;

    public RunFormsResource(RunPages pages, Engine engine, InputSchema schema) {
        this.pages = pages;
        this.engine = engine;
        this.schema = schema;
    }

    @POST
    @Path("/cancel")
    public Uni<Response> cancel(String id) {
        return tell(id, new Cancel(null), "/runs/" + id);
    }

    @POST
    @Path("/pause")
    public Uni<Response> pause(String id) {
        return tell(id, new Pause(null), "/runs/" + id);
    }

    @POST
    @Path("/resume")
    public Uni<Response> resume(String id) {
        return tell(id, new Resume(), "/runs/" + id);
    }

    @POST
    @Path("/step")
    public Uni<Response> step(String id) {
        return tell(id, new TakeStep(), "/runs/" + id);
    }

    /** Leads to the run that was made of it. */
    @POST
    @Path("/retry")
    public Uni<Response> retry(String id) {
        return Answers.of(() -> engine.retry(RunPageResource.runId(id)))
                .map(again -> Pages.goTo("/runs/" + made(id, again)));
    }

    private static Object made(String id, Optional<Again> again) {
        return switch (again.orElseThrow(() -> RunPages.unknown(id))) {
            case Again.Made(Started.Created(var run)) -> run.id();
            case Again.Made(Started.Repeated(var run)) -> run;
            case Again.Made(Started.KeyReused(var run)) -> run;
            case Again.Refused _ -> id;
        };
    }

    @POST
    @Path("/approvals/{step}")
    public Uni<Response> decide(
            String id,
            String step,
            MultivaluedMap<String, String> sent,
            @BeanParam Visitor visitor) {
        var form = Pages.flat(sent);
        var back = form.getOrDefault("from", "").equals("inbox") ? "/approvals" : "/runs/" + id;
        return run(id).chain(
                        run -> {
                            var request = run.steps().latest(step).map(Ask::waiting);
                            if (request.isEmpty()) {
                                return Uni.createFrom().item(Pages.goTo("/runs/" + id));
                            }
                            var read =
                                    DecisionForm.read(form, request.get(), schema, Instant.now());
                            var verdict = read.verdict();
                            return verdict == null
                                    ? again(id, step, form, read.mistakes(), visitor)
                                    : tell(id, new Decide(step, verdict), back);
                        });
    }

    @POST
    @Path("/signals/{name}")
    public Uni<Response> signal(
            String id,
            String name,
            MultivaluedMap<String, String> sent,
            @BeanParam Visitor visitor) {
        var form = Pages.flat(sent);
        var typed = form.getOrDefault(SignalForm.DATA, "").strip();
        var data = typed.isEmpty() ? "null" : typed;
        return SignalForm.mistake(data)
                .map(
                        mistake ->
                                run(id).chain(
                                                run ->
                                                        again(
                                                                id,
                                                                waiting(run, name),
                                                                form,
                                                                Map.of(SignalForm.DATA, mistake),
                                                                visitor)))
                .orElseGet(() -> tell(id, new Send(new Signal(name, data)), "/runs/" + id));
    }

    /** The step by which the form for that signal is known. */
    private static String waiting(Run run, String name) {
        return run.steps().active().stream()
                .filter(
                        step ->
                                step.awaited() instanceof Awaited.Signal(var wanted, _)
                                        && wanted.equals(name))
                .findFirst()
                .map(StepRun::key)
                .map(key -> key.path())
                .orElse("");
    }

    private Uni<Response> again(
            String id,
            String step,
            Map<String, String> form,
            Map<String, String> mistakes,
            Visitor visitor) {
        var draft = new Draft(step, new Typed(form, mistakes));
        return pages.show(422, id, Wish.again(draft), visitor);
    }

    private Uni<Run> run(String id) {
        return Answers.of(() -> engine.find(RunPageResource.runId(id)))
                .map(found -> found.orElseThrow(() -> RunPages.unknown(id)));
    }

    private Uni<Response> tell(String id, Fact fact, String back) {
        return Answers.of(() -> engine.tell(RunPageResource.runId(id), fact))
                .map(told -> told.orElseThrow(() -> RunPages.unknown(id)))
                .map(_ -> Pages.goTo(back));
    }
}
