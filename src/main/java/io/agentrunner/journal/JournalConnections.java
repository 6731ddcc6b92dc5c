package io.agentrunner.journal;

import io.vertx.sqlclient.Pool;

/**
 * The connections of this package beside the writers' own.
 *
 * @param work for leases, queues, partitions and deletion
 * @param events for histories and the feed
 * @param lists for what people ask
 */
record JournalConnections(Pool work, Pool events, Pool lists) {}
