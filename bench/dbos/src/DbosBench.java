import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Workflows of trivial durable steps, so many at a time, each awaited. Arguments: rounds,
 * milliseconds of a round and of warming up, steps of the long workflow, then how many at a time.
 * Prints figures as JSON, one on a line.
 */
public final class DbosBench {

    /** What DBOS is asked to do. */
    public interface Steps {

        /** So many steps, one after the other. */
        int run(int steps);
    }

    private record Work(DBOS dbos) implements Steps {
        @Override
        @Workflow(name = "steps")
        public int run(int steps) {
            int value = 0;
            for (int i = 0; i < steps; i++) {
                int before = value;
                value = dbos.<Integer, RuntimeException>runStep(() -> before + 1, "step");
            }
            return value;
        }
    }

    private final Steps steps;
    private final int rounds;
    private final long millis;

    private DbosBench(Steps steps, int rounds, long millis) {
        this.steps = steps;
        this.rounds = rounds;
        this.millis = millis;
    }

    public static void main(String[] arguments) throws Exception {
        var config =
                DBOSConfig.defaults("bench")
                        .withDatabaseUrl(System.getenv("DBOS_URL"))
                        .withDbUser(System.getenv("DBOS_USER"))
                        .withDbPassword(System.getenv("DBOS_PASSWORD"));
        var dbos = new DBOS(config);
        var steps = dbos.registerProxy(Steps.class, new Work(dbos));
        dbos.launch();
        try {
            var bench =
                    new DbosBench(
                            steps, Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
            long warmUp = Long.parseLong(arguments[2]);
            bench.threeSteps(Integer.parseInt(arguments[4]), warmUp);
            for (int i = 4; i < arguments.length; i++) {
                bench.measure(Integer.parseInt(arguments[i]), warmUp / 5);
            }
            bench.measureLong(Integer.parseInt(arguments[3]));
        } finally {
            dbos.shutdown();
        }
        System.exit(0);
    }

    private void measure(int inFlight, long warmUp) throws Exception {
        threeSteps(inFlight, warmUp);
        var perSecond = new double[rounds];
        var p50 = new double[rounds];
        var p99 = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            long[] nanos = threeSteps(inFlight, millis);
            perSecond[i] = nanos.length * 1e9 / (System.nanoTime() - began);
            p50[i] = nanos[nanos.length / 2] / 1e6;
            p99[i] = nanos[(int) (0.99 * (nanos.length - 1))] / 1e6;
        }
        print("DBOS at " + inFlight, "runs/s", perSecond);
        print("DBOS p50 at " + inFlight, "ms", p50);
        print("DBOS p99 at " + inFlight, "ms", p99);
    }

    private void measureLong(int many) {
        var took = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            run(many);
            took[i] = (System.nanoTime() - began) / 1e9;
        }
        print("DBOS, one run of " + many + " steps", "s", took);
    }

    /** How long each took, in ascending order. */
    private long[] threeSteps(int inFlight, long millis) throws Exception {
        long until = System.nanoTime() + millis * 1_000_000;
        var nanos = new ConcurrentLinkedQueue<Long>();
        Callable<Void> loop =
                () -> {
                    do {
                        long began = System.nanoTime();
                        run(3);
                        nanos.add(System.nanoTime() - began);
                    } while (System.nanoTime() < until);
                    return null;
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Void>>();
            for (int i = 0; i < inFlight; i++) {
                all.add(threads.submit(loop));
            }
            for (var one : all) {
                one.get();
            }
        }
        return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private void run(int count) {
        int result = steps.run(count);
        if (result != count) {
            throw new IllegalStateException("a workflow of " + count + " steps gave " + result);
        }
    }

    private static void print(String name, String unit, double... values) {
        System.out.printf(
                Locale.ROOT,
                "{\"name\": \"%s\", \"unit\": \"%s\", \"values\": %s}%n",
                name,
                unit,
                Arrays.toString(values));
    }
}
