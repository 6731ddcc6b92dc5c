package io.agentrunner.journal;

import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Awaited.ChildEnd;
import io.agentrunner.run.RunId;
import io.agentrunner.run.RunState;
import io.agentrunner.run.Signal;
import io.agentrunner.run.Verdict;
import io.agentrunner.run.WaitEvent;
import io.agentrunner.run.WaitEvent.ApprovalDecided;
import io.agentrunner.run.WaitEvent.ApprovalRequested;
import io.agentrunner.run.WaitEvent.ChildEnded;
import io.agentrunner.run.WaitEvent.ChildStarted;
import io.agentrunner.run.WaitEvent.OfStep;
import io.agentrunner.run.WaitEvent.SignalReceived;
import java.time.Instant;

/** What is asked for outside a run, and what came in answer, as JSON. */
final class WaitFields {

    private static final String APPROVE = "approve";

    private WaitFields() {}

    static String type(WaitEvent event) {
        return switch (event) {
            case ApprovalRequested _ -> "approval.requested";
            case ApprovalDecided _ -> "approval.decided";
            case SignalReceived _ -> "signal.received";
            case ChildStarted _ -> "child.started";
            case ChildEnded _ -> "child.ended";
        };
    }

    static void write(WaitEvent event, JsonWriter json) {
        if (event instanceof OfStep about) {
            EventFields.write(about.step(), about.attempt(), json);
        }
        switch (event) {
            case ApprovalRequested(_, _, var request, var until, _) ->
                    json.text("title", request.title())
                            .text("kind", request.kind())
                            .raw("data", request.data())
                            .raw("form", request.form())
                            .text("until", until)
                            .text("onTimeout", request.rejectsInTime() ? "reject" : "fail");
            case ApprovalDecided(_, _, var verdict, _) ->
                    json.text("decision", verdict.approved() ? APPROVE : "reject")
                            .raw("data", verdict.data())
                            .text("comment", verdict.comment())
                            .text("by", verdict.by());
            case SignalReceived(var signal, _) ->
                    json.text("name", signal.name()).raw("data", signal.data());
            case ChildStarted started ->
                    json.text("childRunId", started.child()).text("workflow", started.workflow());
            case ChildEnded ended ->
                    json.text("childRunId", ended.child())
                            .text("state", ended.end().state())
                            .raw("result", ended.end().result())
                            .text("message", ended.end().message());
        }
    }

    static WaitEvent read(String type, JsonFields json, Instant at) {
        return switch (type) {
            case "approval.requested" ->
                    new ApprovalRequested(
                            json.step(), json.attempt(), request(json), json.time("until"), at);
            case "approval.decided" ->
                    new ApprovalDecided(json.step(), json.attempt(), verdict(json, at), at);
            case "signal.received" ->
                    new SignalReceived(new Signal(json.text("name"), json.raw("data", "null")), at);
            case "child.started" ->
                    new ChildStarted(
                            json.step(),
                            json.attempt(),
                            RunId.of(json.text("childRunId")),
                            json.text("workflow"),
                            at);
            case "child.ended" ->
                    new ChildEnded(
                            json.step(),
                            json.attempt(),
                            RunId.of(json.text("childRunId")),
                            end(json),
                            at);
            default -> throw EventCodec.unknown(type);
        };
    }

    private static ApprovalRequest request(JsonFields json) {
        return new ApprovalRequest(
                json.text("title"),
                json.optionalText("kind"),
                json.optionalRaw("data"),
                json.optionalRaw("form"),
                "reject".equals(json.optionalText("onTimeout")));
    }

    private static Verdict verdict(JsonFields json, Instant at) {
        return new Verdict(
                json.text("decision").equals(APPROVE),
                json.optionalRaw("data"),
                json.optionalText("comment"),
                json.optionalText("by"),
                at);
    }

    private static ChildEnd end(JsonFields json) {
        return new ChildEnd(
                RunState.valueOf(json.text("state")),
                json.optionalRaw("result"),
                json.optionalText("message"));
    }
}
