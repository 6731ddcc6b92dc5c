/**
 * PostgreSQL: where it is, the server we bring along, and the migrations. It knows no feature and
 * no table of one. Start reading at {@link io.agentrunner.postgres.Database}, which is all the
 * program itself calls; {@link io.agentrunner.postgres.EmbeddedPostgres} tells how a server of a
 * former life is taken over.
 */
@NullMarked
package io.agentrunner.postgres;

import org.jspecify.annotations.NullMarked;
