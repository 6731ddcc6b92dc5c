package io.agentrunner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The map as rules: which package may know which, and what the inner ones must not touch.
 *
 * @param root the package that the map's packages live in
 */
record Architecture(String root) {

    /** A package imports only packages of lower ranks: never its own rank, never a higher one. */
    private static final List<Set<String>> RANKS =
            List.of(
                    Set.of("workflow", "postgres", "http"),
                    Set.of("run"),
                    Set.of("journal"),
                    Set.of("catalog", "artifacts"),
                    Set.of("engine"),
                    Set.of("steps", "workers", "triggers"),
                    Set.of("runs"),
                    Set.of("dashboard", "ops", "cli"),
                    Set.of("examples"));

    private static final Set<String> CORE = Set.of("workflow", "run");
    private static final List<String> PURE = List.of("java.", "org.jspecify.");
    private static final List<String> SIMULATED =
            List.of("java.", "org.jspecify.", "org.jboss.logging.");

    EvaluationResult everyClassHasARank(JavaClasses classes) {
        return classes()
                .should(
                        hold(
                                "live in a ranked package",
                                type -> isPackageInfo(type) || rank(type) >= 0))
                .evaluate(classes);
    }

    EvaluationResult importsPointToLowerRanks(JavaClasses classes) {
        return classes()
                .should(dependOnlyWhere("know only lower ranks", this::isLowerOrSame))
                .evaluate(classes);
    }

    EvaluationResult theCoreKnowsOnlyTheJdk(JavaClasses classes) {
        return classes()
                .that(liveIn(CORE))
                .should(
                        dependOnlyWhere(
                                "know only the JDK",
                                (_, to) -> CORE.contains(area(to)) || isOneOf(PURE, to)))
                .evaluate(classes);
    }

    EvaluationResult theCoreNeverLearnsTheTimeNorRollsDice(JavaClasses classes) {
        return classes()
                .that(liveIn(CORE))
                .should(access("call no clock, dice or thread", Untouchable::isClockOrDice))
                .evaluate(classes);
    }

    EvaluationResult theEngineKnowsOnlyTheJdkAndLogging(JavaClasses classes) {
        return classes()
                .that(liveIn(Set.of("engine")))
                .should(
                        dependOnlyWhere(
                                "know JDK and logging",
                                (_, to) -> isOurs(to) || isOneOf(SIMULATED, to)))
                .evaluate(classes);
    }

    EvaluationResult theEngineGetsTimeAndThreadsHanded(JavaClasses classes) {
        return classes()
                .that(liveIn(Set.of("engine")))
                .should(access("call no clock, dice, timer or thread", Untouchable::isOfTheWorld))
                .evaluate(classes);
    }

    /** Position in {@link #RANKS}, -1 for what is on no map. */
    private int rank(JavaClass type) {
        return IntStream.range(0, RANKS.size())
                .filter(rank -> RANKS.get(rank).contains(area(type)))
                .findFirst()
                .orElse(-1);
    }

    /** The map's package that a class lives in, itself or below; empty when it is not ours. */
    private String area(JavaClass type) {
        var name = type.getBaseComponentType().getPackageName();
        if (!name.startsWith(root + ".")) {
            return "";
        }
        var inside = name.substring(root.length() + 1);
        int dot = inside.indexOf('.');
        return dot < 0 ? inside : inside.substring(0, dot);
    }

    private boolean isOurs(JavaClass type) {
        return (type.getBaseComponentType().getPackageName() + ".").startsWith(root + ".");
    }

    private boolean isLowerOrSame(JavaClass from, JavaClass to) {
        return !isOurs(to)
                || area(to).equals(area(from))
                || (rank(to) >= 0 && rank(to) < rank(from));
    }

    private static boolean isOneOf(List<String> allowed, JavaClass to) {
        var type = to.getBaseComponentType();
        return type.isPrimitive() || allowed.stream().anyMatch(type.getName()::startsWith);
    }

    private boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    private DescribedPredicate<JavaClass> liveIn(Set<String> areas) {
        return DescribedPredicate.describe("live in " + areas, type -> areas.contains(area(type)));
    }

    private static ArchCondition<JavaClass> hold(String promise, Predicate<JavaClass> test) {
        return condition(
                promise,
                (type, events) -> {
                    if (!test.test(type)) {
                        events.add(SimpleConditionEvent.violated(type, type.getName()));
                    }
                });
    }

    private static ArchCondition<JavaClass> dependOnlyWhere(
            String promise, BiPredicate<JavaClass, JavaClass> allowed) {
        return condition(
                promise,
                (type, events) ->
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(it -> !allowed.test(type, it.getTargetClass()))
                                .map(it -> SimpleConditionEvent.violated(it, it.getDescription()))
                                .forEach(events::add));
    }

    private static ArchCondition<JavaClass> access(
            String promise, Predicate<JavaAccess<?>> forbidden) {
        return condition(
                promise,
                (type, events) ->
                        type.getAccessesFromSelf().stream()
                                .filter(forbidden)
                                .map(it -> SimpleConditionEvent.violated(it, it.getDescription()))
                                .forEach(events::add));
    }

    private static ArchCondition<JavaClass> condition(
            String promise, BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(promise) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
            }
        };
    }
}
