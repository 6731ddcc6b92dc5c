package io.agentrunner.planted.engine;

import io.quarkus.runtime.Quarkus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Can't be simulated: it reaches for what moves in the world by itself. */
public final class Framework {
    public Uni<Vertx> start() {
        Quarkus.waitForExit();
        return Uni.createFrom().item(Vertx.vertx());
    }
}
