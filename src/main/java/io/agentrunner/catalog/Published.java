package io.agentrunner.catalog;

import io.agentrunner.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * A workflow version and where it comes from.
 *
 * @param source {@code java}, {@code file} or {@code api}
 * @param home absolute path of the folder its file lies in, null when it is from elsewhere
 * @param archived takes no new runs
 */
public record Published(
        Workflow workflow, String source, @Nullable String home, boolean archived) {}
