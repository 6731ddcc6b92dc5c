DROP INDEX runs_that_may_ask;
