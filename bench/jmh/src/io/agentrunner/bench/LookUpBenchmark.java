package io.agentrunner.bench;

import io.agentrunner.catalog.Published;
import io.agentrunner.catalog.Workflows;
import io.agentrunner.engine.Engine;
import io.agentrunner.engine.Engine.Started;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How long a server takes to look up what it has in memory. Names and ids are new objects each
 * time, whose hash nobody knows yet: as a request has them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class LookUpBenchmark {

    private static Product product;

    /** How many workflows there are. */
    @Param("200")
    public int workflows;

    private Workflows registry;
    private Engine engine;
    private char[] name;
    private char[] version;
    private UUID run;

    /** JMH's own, and the end of the server that was started. */
    public static void main(String[] arguments) throws IOException {
        Main.main(arguments);
        System.exit(0);
    }

    /** A server with workflows, and a run that waits in memory for an answer. */
    @Setup(Level.Trial)
    public void start() throws Exception {
        if (product == null) {
            product = Product.start(Path.of(System.getProperty("bench.folder"), "look-ups"));
            for (int i = 1; i <= workflows; i++) {
                product.publish(Blueprint.named("workflow-" + i));
            }
        }
        registry = product.bean(Workflows.class);
        engine = product.bean(Engine.class);
        var published = product.publish(Blueprint.named("workflow-" + workflows));
        name = published.workflow().name().toCharArray();
        version = published.workflow().version().toCharArray();
        var unanswered = product.publish(Blueprint.unanswered(MuteServer.open().port()));
        var started = engine.start(Product.request(unanswered)).toCompletableFuture().join();
        run = ((Started.Created) started).run().id().value();
    }

    @Benchmark
    public Published workflowByName() {
        return registry.current(new String(name)).toCompletableFuture().join().orElseThrow();
    }

    @Benchmark
    public Published workflowByVersion() {
        return registry.version(new String(name), new String(version))
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    @Benchmark
    public Run stateOfActiveRun() {
        var id = new UUID(run.getMostSignificantBits(), run.getLeastSignificantBits());
        return engine.find(new RunId(id)).toCompletableFuture().join().orElseThrow();
    }
}
