/**
 * The only truth: appends the transitions of runs in group commits, reads them back, follows them
 * live, and says which node has which run. Start reading at {@link io.agentrunner.journal.Journal}.
 *
 * <p>The only code that touches the tables {@code journal}, {@code runs}, {@code commits}, {@code
 * nodes} and {@code idempotency}.
 */
@NullMarked
package io.agentrunner.journal;

import org.jspecify.annotations.NullMarked;
