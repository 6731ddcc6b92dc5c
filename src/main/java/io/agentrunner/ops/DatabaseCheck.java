package io.agentrunner.ops;

import io.agentrunner.http.Answers;
import io.agentrunner.journal.Journal;
import io.agentrunner.journal.Nodes;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers at once. */
@Readiness
@ApplicationScoped
class DatabaseCheck implements AsyncHealthCheck {

    private static final String NAME = "database";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Journal journal;
    private final Nodes nodes;

    DatabaseCheck(Journal journal, Nodes nodes) {
        this.journal = journal;
        this.nodes = nodes;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!journal.isAvailable()) {
            return Uni.createFrom().item(HealthCheckResponse.down(NAME));
        }
        return Answers.of(nodes::all)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(_ -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down(NAME));
    }
}
