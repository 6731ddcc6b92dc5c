package io.agentrunner.ops;

import io.agentrunner.http.ServerPhase;
import io.agentrunner.http.ServerPhase.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready from when interrupted runs go on until the server is told to end. */
@Readiness
@ApplicationScoped
class ServerCheck implements HealthCheck {

    private final ServerPhase phase;

    ServerCheck(ServerPhase phase) {
        this.phase = phase;
    }

    @Override
    public HealthCheckResponse call() {
        var current = phase.current();
        return HealthCheckResponse.builder()
                .name("server")
                .status(current == Phase.SERVING)
                .withData("phase", current.name())
                .build();
    }
}
