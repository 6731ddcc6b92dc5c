package io.agentrunner.dashboard;

import io.agentrunner.dashboard.Ask.Draft;
import io.agentrunner.dashboard.FormField.Typed;
import io.agentrunner.dashboard.RunPages.Wish;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand.Cancel;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Pause;
import io.agentrunner.run.RunCommand.Resume;
import io.agentrunner.run.RunCommand.Send;
import io.agentrunner.run.RunCommand.TakeStep;
import io.agentrunner.run.Signal;
import io.agentrunner.runs.ApprovalView;
import io.agentrunner.runs.Deciding;
import io.agentrunner.runs.Telling;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/**
 * What the forms on the page of a run do. Where the run stands afterwards its page says, whatever
 * became of the wish.
 */
@Path("/runs/{id}")
@Produces(Pages.OFFERED)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public class RunFormsResource {

    private final RunPages pages;
    private final Telling telling;
    private final Deciding deciding;
    private final Inbox inbox;

    public RunFormsResource(
            RunPages pages, Telling telling, Deciding deciding, Inbox inbox) {
        this.pages = pages;
        this.telling = telling;
        this.deciding = deciding;
        this.inbox = inbox;
    }

    @POST
    @Path("/cancel")
    public Uni<Response> cancel(String id) {
        return tell(id, new Cancel(null));
    }

    @POST
    @Path("/pause")
    public Uni<Response> pause(String id) {
        return tell(id, new Pause(null));
    }

    @POST
    @Path("/resume")
    public Uni<Response> resume(String id) {
        return tell(id, new Resume());
    }

    @POST
    @Path("/step")
    public Uni<Response> step(String id) {
        return tell(id, new TakeStep());
    }

    @POST
    @Path("/approvals/{step}")
    public Uni<Response> decide(
            String id,
            String step,
            MultivaluedMap<String, String> sent,
            @BeanParam Visitor visitor) {
        var form = Pages.flat(sent);
        return pages.run(id)
                .map(run -> asked(run, step))
                .chain(
                        asked ->
                                asked.isPresent()
                                        ? decide(asked.get(), form, visitor)
                                        : Uni.createFrom().item(Pages.goTo("/runs/" + id)));
    }

    private static Optional<ApprovalView> asked(Run run, String step) {
        return run.steps().latest(step).flatMap(it -> ApprovalView.of(run, it));
    }

    private Uni<Response> decide(ApprovalView asked, Map<String, String> form, Visitor visitor) {
        var read = DecisionForm.read(form, asked);
        var id = asked.runId();
        var step = asked.step();
        var choice = read.choice();
        if (choice == null) {
            return again(id, new Draft(step, new Typed(form, read.mistakes())), visitor);
        }
        var inInbox = form.getOrDefault("from", "").equals("inbox");
        return deciding.decide(id, step, choice)
                .invoke(inbox::changed)
                .map(_ -> Pages.goTo(inInbox ? "/approvals" : "/runs/" + id))
                .onFailure(RunFormsResource::isTooLate)
                .recoverWithItem(() -> Pages.goTo("/runs/" + id))
                .onFailure(RunFormsResource::isInvalid)
                .recoverWithUni(invalid -> again(asked, form, (Problem) invalid, visitor));
    }

    private Uni<Response> again(
            ApprovalView asked, Map<String, String> form, Problem problem, Visitor visitor) {
        var mistakes = Mistakes.of(problem, DecisionForm.DATA);
        return again(asked.runId(), new Draft(asked.step(), new Typed(form, mistakes)), visitor);
    }

    @POST
    @Path("/signals/{name}")
    public Uni<Response> signal(
            String id,
            String name,
            MultivaluedMap<String, String> sent,
            @BeanParam Visitor visitor) {
        var form = Pages.flat(sent);
        try {
            var data = SignalForm.read(form.getOrDefault(SignalForm.DATA, ""));
            return tell(id, new Send(new Signal(name, data)));
        } catch (InputField.Unreadable unreadable) {
            var mistakes = Map.of(SignalForm.DATA, String.valueOf(unreadable.getMessage()));
            return again(id, new Draft(name, new Typed(form, mistakes)), visitor);
        }
    }

    private Uni<Response> again(String id, Draft draft, Visitor visitor) {
        return pages.show(422, id, Wish.again(draft), visitor);
    }

    private Uni<Response> tell(String id, Fact fact) {
        return telling.tell(RunPageResource.runId(id), fact, "do that")
                .replaceWith(() -> Pages.goTo("/runs/" + id))
                .onFailure(RunFormsResource::isTooLate)
                .recoverWithItem(() -> Pages.goTo("/runs/" + id));
    }

    static boolean isTooLate(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.CONFLICT;
    }

    private static boolean isInvalid(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.INVALID;
    }
}
