package io.agentrunner.runs;

import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Again;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.http.Answers;
import io.agentrunner.run.RunId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes runs again, for programs and for forms. */
public final class Remaking {

    private final Engine engine;
    private final Workflows workflows;
    private final CodePresence code;
    private final Runs runs;
    private final RequestKeys keys;

    Remaking(Engine engine, Workflows workflows, CodePresence code, Runs runs, RequestKeys keys) {
        this.workflows = workflows;
        this.code = code;
        this.engine = engine;
        this.runs = runs;
        this.keys = keys;
    }

    /**
     * Makes a run again from the step that it did not finish.
     *
     * @param reason why, in the words of whoever asks first
     * @return the new run, which is the same however often that is asked for; fails with a problem
     *     where there is no such run, or where its state rules that out
     */
    public Uni<RunId> retry(RunId run, @Nullable String reason) {
        return again(run, reason).map(Remaking::id);
    }

    /** The same as an answer. */
    Uni<Response> retry(RunId run, @Nullable String reason, @Nullable String key, byte[] body) {
        return isRepeated(run, key, body)
                .chain(repeated -> again(run, reason).chain(made -> answer(made, repeated)));
    }

    private Uni<Started> again(RunId run, @Nullable String reason) {
        return requireCode(run)
                .chain(_ -> Answers.of(() -> engine.retry(run, reason)))
                .map(again -> again.orElseThrow(() -> RunProblems.unknown(run)))
                .map(
                        again ->
                                switch (again) {
                                    case Again.Made(var started) -> started;
                                    case Again.Refused(var of, var why) ->
                                            throw RunProblems.refused(of, why, "be retried");
                                });
    }

    private Uni<Void> requireCode(RunId run) {
        return Answers.of(() -> engine.find(run))
                .map(found -> found.orElseThrow(() -> RunProblems.unknown(run)).created())
                .chain(of -> Answers.of(() -> workflows.version(of.workflow(), of.version())))
                .invoke(found -> found.ifPresent(code::require))
                .replaceWithVoid();
    }

    private Uni<Boolean> isRepeated(RunId run, @Nullable String header, byte[] body) {
        var key = IdempotencyHeader.key("POST /retry", header, named(run, body));
        return key == null
                ? Uni.createFrom().item(false)
                : Answers.of(() -> keys.claim(key, run.value()))
                        .map(
                                claim -> {
                                    if (!claim.sameBody()) {
                                        throw IdempotencyHeader.reusedFor(
                                                "about run " + claim.made());
                                    }
                                    return claim.repeated();
                                });
    }

    /** The same words about another run are another request. */
    private static byte[] named(RunId run, byte[] body) {
        return ByteBuffer.allocate(Long.BYTES * 2 + body.length)
                .putLong(run.value().getMostSignificantBits())
                .putLong(run.value().getLeastSignificantBits())
                .put(body)
                .array();
    }

    private Uni<Response> answer(Started made, boolean repeated) {
        var id = id(made);
        int status = made instanceof Started.Created ? 201 : 200;
        return Answers.of(() -> engine.find(id))
                .map(found -> found.orElseThrow(() -> RunProblems.unknown(id)))
                .chain(runs::view)
                .map(
                        view -> {
                            var response =
                                    Response.status(status)
                                            .header(HttpHeaders.LOCATION, URI.create("/runs/" + id))
                                            .entity(view);
                            if (repeated && status == 200) {
                                response.header(IdempotencyHeader.REPLAYED, "true");
                            }
                            return response.build();
                        });
    }

    private static RunId id(Started made) {
        return switch (made) {
            case Started.Created(var run) -> run.id();
            case Started.Repeated(var id) -> id;
            case Started.KeyReused(var id) -> id;
        };
    }
}
