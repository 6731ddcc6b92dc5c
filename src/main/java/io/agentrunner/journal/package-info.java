/**
 * The only truth: appends the transitions of runs in group commits, reads them back, follows them
 * live, and says which node has which run. Start reading at {@link io.agentrunner.journal.Journal}.
 *
 * <p>The way of a transition: {@link io.agentrunner.journal.PostgresJournal} takes it, a {@code
 * Lane} makes batches, a {@code GroupCommit} brings one batch home whatever happens on the way;
 * their SQL is in {@code Statements}, what the tables promise in {@code V1__the_journal.sql}.
 *
 * <p>The only code that touches the tables {@code journal}, {@code runs}, {@code commits}, {@code
 * nodes} and {@code idempotency}.
 */
@NullMarked
package io.agentrunner.journal;

import org.jspecify.annotations.NullMarked;
