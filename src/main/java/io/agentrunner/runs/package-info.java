/**
 * {@code /runs} and {@code /events}: starting, listing, showing, ending and following runs. Start
 * reading at {@link io.agentrunner.runs.RunsResource}; the streams begin at {@link
 * io.agentrunner.runs.StreamRoutes}.
 */
@NullMarked
package io.agentrunner.runs;

import org.jspecify.annotations.NullMarked;
