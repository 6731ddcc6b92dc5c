package io.agentrunner.engine;

import io.agentrunner.catalog.Scope;
import io.agentrunner.catalog.TemplateFailed;
import io.agentrunner.catalog.Templates;
import io.agentrunner.run.Lifecycle.Slot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which other runs a new one has to wait for, by its workflow's concurrency limit. */
record ConcurrencySlots(Templates templates) {

    /**
     * Null where there is no limit.
     *
     * @throws IllegalArgumentException when the limit's key can't be told from the inputs
     */
    @Nullable Slot of(StartRequest request) {
        var workflow = request.workflow().workflow();
        var limit = workflow.concurrency();
        if (limit == null) {
            return null;
        }
        var template = limit.key();
        return new Slot(
                template == null ? workflow.name() : workflow.name() + " " + key(template, request),
                limit.max());
    }

    private String key(String template, StartRequest request) {
        var facts =
                new Scope.RunFacts(
                        "",
                        request.workflow().workflow().name(),
                        request.workflow().workflow().version(),
                        request.tags(),
                        request.metadata(),
                        request.correlationId(),
                        request.workflow().home(),
                        null);
        var scope =
                new Scope(request.inputs(), _ -> Optional.empty(), facts, _ -> Optional.empty());
        try {
            return templates.evaluate(template, scope);
        } catch (TemplateFailed failed) {
            throw new IllegalArgumentException("concurrency: " + failed.getMessage(), failed);
        }
    }
}
