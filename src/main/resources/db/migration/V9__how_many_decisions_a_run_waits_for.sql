-- For how many decisions of people a run waits, whatever else it does meanwhile. Two small indexes
-- hold the runs that ask and no others, so that the inbox looks at nothing else. Servers of the
-- release before don't know the column and end runs without touching it.
ALTER TABLE runs
    ADD asks int NOT NULL DEFAULT 0,
    ADD CONSTRAINT nobody_is_asked_less_than_nothing CHECK (asks >= 0);

-- A step asks from its last request on, until something comes of it.
UPDATE runs SET asks = asking.steps
  FROM (SELECT run_id, count(*) AS steps
          FROM (SELECT e.run_id
                  FROM runs r JOIN events e ON e.run_id = r.id
                 WHERE r.state IN ('RUNNING', 'WAITING')
                   AND e.type IN ('approval.requested', 'approval.decided', 'step.completed',
                                  'step.failed', 'step.canceled', 'step.retry_scheduled')
                 GROUP BY e.run_id, e.data ->> 'path', e.data ->> 'iteration'
                HAVING max(e.seq) FILTER (WHERE e.type = 'approval.requested')
                       > coalesce(max(e.seq) FILTER (WHERE e.type <> 'approval.requested'), 0)) AS open
         GROUP BY run_id) AS asking
 WHERE runs.id = asking.run_id;

CREATE INDEX runs_that_ask ON runs (id) INCLUDE (asks)
    WHERE asks > 0 AND ended_at IS NULL;
CREATE INDEX runs_of_a_workflow_that_ask ON runs (workflow, id) INCLUDE (asks)
    WHERE asks > 0 AND ended_at IS NULL;
DROP INDEX runs_that_may_ask;
