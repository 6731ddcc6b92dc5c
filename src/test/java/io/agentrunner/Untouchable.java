package io.agentrunner;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;

/** What code that is to behave the same in every replay and simulation leaves alone. */
final class Untouchable {

    private static final Set<String> CLOCKS_AND_DICE =
            Set.of(
                    "java.lang.Math.random",
                    "java.lang.StrictMath.random",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.util.UUID.randomUUID",
                    "java.util.Collections.shuffle",
                    "java.util.Date.<init>",
                    "java.util.Calendar.getInstance");

    private static final Set<String> CLASSES =
            Set.of(
                    "java.time.Clock",
                    "java.time.InstantSource",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.Timer",
                    "java.security.SecureRandom",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.util.random.RandomGeneratorFactory",
                    "java.lang.Thread",
                    "java.lang.Thread$Builder",
                    "java.lang.ThreadGroup");

    private static final Set<String> THREADS =
            Set.of(
                    "java.util.concurrent.Executors",
                    "java.util.concurrent.ExecutorService",
                    "java.util.concurrent.ScheduledExecutorService",
                    "java.util.concurrent.ThreadPoolExecutor",
                    "java.util.concurrent.ScheduledThreadPoolExecutor",
                    "java.util.concurrent.ForkJoinPool",
                    "java.util.concurrent.StructuredTaskScope",
                    "java.util.concurrent.locks.LockSupport");

    /** Futures that start a timer of their own. */
    private static final Set<String> TIMERS =
            Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");

    private Untouchable() {}

    static boolean isClockOrDice(JavaAccess<?> access) {
        var owner = access.getTargetOwner().getName();
        var name = access.getName();
        return CLASSES.contains(owner)
                || CLOCKS_AND_DICE.contains(owner + "." + name)
                || (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.equals("java.util.random.RandomGenerator") && isStaticFactory(name));
    }

    static boolean isOfTheWorld(JavaAccess<?> access) {
        var owner = access.getTargetOwner().getName();
        return isClockOrDice(access)
                || THREADS.contains(owner)
                || (owner.startsWith("java.util.concurrent.Complet") && startsSomething(access));
    }

    private static boolean isStaticFactory(String name) {
        return name.equals("of") || name.equals("getDefault");
    }

    /** On a timer or on the common pool, that is: whoever hands an executor over chooses. */
    private static boolean startsSomething(JavaAccess<?> access) {
        boolean async =
                access.getName().endsWith("Async")
                        && access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
                        && target.getRawParameterTypes().stream()
                                .noneMatch(
                                        type ->
                                                type.getName()
                                                        .equals("java.util.concurrent.Executor"));
        return async || TIMERS.contains(access.getName());
    }
}
