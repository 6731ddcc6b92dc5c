package io.agentrunner.ops;

import io.agentrunner.engine.Housekeeping;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.http.ServerPhase.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from when interrupted runs go on until the server is told to end or loses its lease. */
@Readiness
@ApplicationScoped
class ServerCheck implements HealthCheck {

    private final ServerPhase phase;
    private final Housekeeping housekeeping;

    ServerCheck(ServerPhase phase, Housekeeping housekeeping) {
        this.phase = phase;
        this.housekeeping = housekeeping;
    }

    @Override
    public HealthCheckResponse call() {
        var current = phase.current();
        return HealthCheckResponse.builder()
                .name("server")
                .status(current == Phase.SERVING && housekeeping.isReady())
                .withData("phase", current.name())
                .build();
    }
}
