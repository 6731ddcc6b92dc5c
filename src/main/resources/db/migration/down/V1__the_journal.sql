DROP VIEW events;
DROP TABLE journal, runs, commits, nodes, idempotency, incarnation;
DROP FUNCTION make_journal_partition, first_run_id, refuse, refuse_unless_ended, refuse_while_it_has_events;
