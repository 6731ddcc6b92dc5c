-- Deleting a run finds its idempotency keys without looking at all others.
CREATE INDEX idempotency_of_a_run ON idempotency (run_id);
