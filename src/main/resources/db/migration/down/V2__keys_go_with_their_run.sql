DROP INDEX idempotency_of_a_run;
