package io.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import io.quarkus.scheduler.Scheduled;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The map of docs/architecture.md holds, and its rules bite. */
class ArchitectureTest {

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.agentrunner");

    private final Architecture map = new Architecture("io.agentrunner");

    @Test
    void every_class_lives_in_a_ranked_package() {
        holds(map.everyClassHasARank(OURS));
    }

    @Test
    void a_package_imports_only_packages_of_lower_ranks() {
        holds(map.importsPointToLowerRanks(OURS));
    }

    @Test
    void run_and_workflow_know_only_the_jdk() {
        holds(map.theCoreKnowsOnlyTheJdk(OURS));
    }

    @Test
    void run_and_workflow_never_learn_the_time_nor_roll_dice() {
        holds(map.theCoreNeverLearnsTheTimeNorRollsDice(OURS));
    }

    @Test
    void the_engine_knows_only_the_jdk_and_logging() {
        holds(map.theEngineKnowsOnlyTheJdkAndLogging(OURS));
    }

    @Test
    void the_engine_gets_its_time_and_threads_handed() {
        holds(map.theEngineGetsTimeAndThreadsHanded(OURS));
    }

    @Test
    void every_package_says_what_it_is_and_has_no_unmarked_nulls() {
        assertThat(OURS.getPackage("io.agentrunner").getSubpackagesInTree())
                .isNotEmpty()
                .filteredOn(it -> !it.getClasses().isEmpty())
                .allMatch(it -> it.isAnnotatedWith(NullMarked.class), "is @NullMarked");
    }

    /** A thread that waits for the database at the end of a server is waited for, for a minute. */
    @Test
    void what_is_scheduled_waits_for_nothing_without_end() {
        var scheduled =
                OURS.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Scheduled.class))
                        .toList();
        assertThat(scheduled)
                .isNotEmpty()
                .flatMap(JavaMethod::getMethodCallsFromSelf)
                .noneMatch(call -> call.getTarget().getName().equals("join"), "waits");
    }

    /** Package {@code planted} breaks each rule on purpose. */
    @Nested
    class What_is_planted {
        private static final JavaClasses PLANTED =
                new ClassFileImporter().importPackages("io.agentrunner.planted");
        private final Architecture map = new Architecture("io.agentrunner.planted");

        @Test
        void outside_every_ranked_package_is_found() {
            finds(map.everyClassHasARank(PLANTED), "attic.Stray", "planted.Loose");
        }

        @Test
        void upward_or_sideways_is_found() {
            finds(
                    map.importsPointToLowerRanks(PLANTED),
                    "workflow.LooksUp",
                    "http.LooksSideways",
                    "LooksAway.stray");
        }

        @Test
        void in_the_core_from_outside_it_and_the_jdk_is_found() {
            finds(
                    map.theCoreKnowsOnlyTheJdk(PLANTED),
                    "org.jboss.logging.Logger",
                    "LooksAway.door");
        }

        @Test
        void in_the_core_to_learn_the_time_or_roll_dice_is_found() {
            finds(
                    map.theCoreNeverLearnsTheTimeNorRollsDice(PLANTED),
                    "java.time.Instant.now()",
                    "java.time.LocalDate.now(",
                    "java.time.Clock.systemUTC()",
                    "java.lang.System.nanoTime()",
                    "java.lang.Math.random()",
                    "java.util.UUID.randomUUID()",
                    "java.util.Random.<init>(long)",
                    "java.util.random.RandomGenerator.getDefault()");
        }

        @Test
        void in_the_engine_from_a_framework_is_found() {
            finds(
                    map.theEngineKnowsOnlyTheJdkAndLogging(PLANTED),
                    "io.vertx.core.Vertx",
                    "io.smallrye.mutiny.Uni",
                    "io.quarkus.runtime.Quarkus");
        }

        @Test
        void in_the_engine_to_take_time_or_threads_is_found() {
            finds(
                    map.theEngineGetsTimeAndThreadsHanded(PLANTED),
                    "java.time.Instant.now()",
                    "java.lang.Thread.ofVirtual()",
                    "java.util.concurrent.Executors.newCachedThreadPool()",
                    "java.util.concurrent.CompletableFuture.runAsync(java.lang.Runnable)",
                    "java.util.concurrent.CompletableFuture.orTimeout(");
        }

        @Test
        void harmlessly_is_not_found() {
            assertThat(map.theEngineGetsTimeAndThreadsHanded(PLANTED).getFailureReport().toString())
                    .doesNotContain("Handed");
        }

        private void finds(EvaluationResult result, String... violations) {
            assertThat(String.join("\n", result.getFailureReport().getDetails()))
                    .contains(violations);
        }
    }

    private static void holds(EvaluationResult result) {
        assertThat(result.getFailureReport().getDetails()).isEmpty();
    }
}
