package io.agentrunner.runs;

import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.World;
import io.agentrunner.http.Problems;
import io.agentrunner.http.ServerPhase;
import io.agentrunner.journal.Nodes;
import io.agentrunner.journal.RunList;
import io.agentrunner.steps.ProgramCode;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds what makes runs again, one or many. */
@ApplicationScoped
class BulkBeans {

    @Produces
    @Singleton
    RequestKeys requestKeys(Pool pool) {
        return new RequestKeys(pool);
    }

    @Produces
    @Singleton
    Remaking remaking(
            Engine engine, Runs runs, RequestKeys keys, Workflows workflows, ProgramCode code) {
        return new Remaking(engine, workflows, new CodePresence(code), runs, keys);
    }

    @Produces
    @Singleton
    BulkJobs jobs(Pool pool) {
        return new BulkJobs(pool);
    }

    @Produces
    @Singleton
    BulkDeeds deeds(
            Telling telling, Remaking remaking, Runs runs, Removal removal, Problems problems) {
        return new BulkDeeds(telling, remaking, runs, removal, problems);
    }

    @Produces
    @Singleton
    BulkRounds rounds(
            BulkJobs jobs,
            BulkDeeds deeds,
            Pool pool,
            Nodes nodes,
            RunList list,
            ServerPhase phase,
            World world) {
        var work = new BulkWork(new BulkLedger(pool, nodes.self()), deeds, list, phase);
        return new BulkRounds(jobs, work, nodes.self(), phase, world.blocking());
    }

    @Produces
    @Singleton
    Bulk bulk(BulkJobs jobs, RequestKeys keys, RunList list, BulkRounds rounds, World world) {
        return new Bulk(jobs, keys, list, rounds, world.time()::now, world.random());
    }
}
