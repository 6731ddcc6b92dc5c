/**
 * Tests of the database's start, end and history, and what tests of other packages use: {@link
 * io.agentrunner.postgres.TestDatabase} and {@link io.agentrunner.postgres.TestDatabaseResource}.
 */
@NullMarked
package io.agentrunner.postgres;

import org.jspecify.annotations.NullMarked;
