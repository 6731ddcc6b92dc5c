package io.agentrunner.runs;

import io.agentrunner.catalog.Published;
import io.agentrunner.http.Problem;
import io.agentrunner.http.ProblemType;
import io.agentrunner.steps.ProgramCode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Refuses runs of versions whose code this server doesn't have. */
final class CodePresence {

    private final ProgramCode code;

    /** Versions that were looked at; their code doesn't go away while this server runs. */
    private final Set<String> complete = ConcurrentHashMap.newKeySet();

    CodePresence(ProgramCode code) {
        this.code = code;
    }

    void require(Published published) {
        var workflow = published.workflow();
        if (complete.contains(workflow.version())) {
            return;
        }
        var missing = code.missing(workflow);
        if (!missing.isEmpty()) {
            throw new Problem(
                            ProblemType.CONFLICT,
                            "Workflow %s in version %s needs code that this server doesn't have: %s. Start another version, or a server that has it."
                                    .formatted(
                                            workflow.name(),
                                            workflow.version(),
                                            String.join("; ", missing)))
                    .with("from", "WITHOUT_CODE")
                    .with("allowed", List.of("WITH_CODE"));
        }
        complete.add(workflow.version());
    }
}
