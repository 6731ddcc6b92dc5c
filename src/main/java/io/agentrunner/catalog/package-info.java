/**
 * Published workflow versions: blueprints read and written, templates evaluated, {@code
 * /workflows}. Start reading at {@link io.agentrunner.catalog.Workflows}; templates begin at {@link
 * io.agentrunner.catalog.CelTemplates}.
 */
@NullMarked
package io.agentrunner.catalog;

import org.jspecify.annotations.NullMarked;
