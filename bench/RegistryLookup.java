package io.agentrunner.catalog;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/**
 * How long it takes to look a workflow up that is in memory, by name and by version: {@code
 * bench/registry.sh [ROUNDS]}. It is compiled into the package of the registry, to fill it without a
 * database.
 */
public final class RegistryLookup {

    private static final int LOOK_UPS = 200_000;
    private static int sink;

    /** What a request asks for. */
    private record Question(String name, String version) {

        /** The same in texts of its own, whose hash nobody knows yet: as a request has them. */
        Question again() {
            return new Question(copy(name), copy(version));
        }

        private static String copy(String text) {
            return new String(text.toCharArray());
        }
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
        measure(10, 1, rounds);
        measure(100, 10, rounds);
        measure(1_000, 10, rounds);
        measure(10, 300, rounds);
        if (sink == 42) {
            System.out.println();
        }
    }

    private static void measure(int workflows, int versions, int rounds)
            throws ReflectiveOperationException {
        var editions = editions(workflows, versions);
        var registry = registry(editions);
        var questions = questions(editions);
        var of = "%d workflows of %d versions".formatted(workflows, versions);
        report(of + ", by name", rounds, questions, it -> found(registry.current(it.name())));
        report(
                of + ", by version",
                rounds,
                questions,
                it -> found(registry.version(it.name(), it.version())));
    }

    private static int found(CompletionStage<Optional<Published>> answer) {
        return answer.toCompletableFuture().join().orElseThrow().source().length();
    }

    private static void report(
            String what, int rounds, Question[] questions, ToIntFunction<Question> lookUp) {
        for (int i = 0; i < 20; i++) {
            round(questions, lookUp);
        }
        var nanos = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            nanos[i] = round(questions, lookUp);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: min %.0f, median %.0f, max %.0f ns%n",
                what,
                nanos[0],
                nanos[rounds / 2],
                nanos[rounds - 1]);
    }

    private static double round(Question[] questions, ToIntFunction<Question> lookUp) {
        var asked = new Question[LOOK_UPS];
        Arrays.setAll(asked, i -> questions[i % questions.length].again());
        int sum = 0;
        long began = System.nanoTime();
        for (var question : asked) {
            sum += lookUp.applyAsInt(question);
        }
        double nanos = (double) (System.nanoTime() - began) / LOOK_UPS;
        sink += sum;
        return nanos;
    }

    private static Question[] questions(List<Edition> editions) {
        var questions = new ArrayList<Question>();
        for (var edition : editions) {
            var workflow = edition.workflow();
            questions.add(
                    new Question(workflow.name(), workflow.version()));
        }
        Collections.shuffle(questions, new Random(1));
        return questions.toArray(Question[]::new);
    }

    private static List<Edition> editions(int workflows, int versions) {
        var blueprints = new Blueprints(new CelTemplates(JavaGuards.NONE));
        var editions = new ArrayList<Edition>();
        for (int i = 0; i < workflows; i++) {
            for (int version = 1; version <= versions; version++) {
                var published = new Published(workflow(blueprints, i, version), "api", null, false);
                editions.add(
                        new Edition(
                                published,
                                Instant.EPOCH.plusSeconds(version),
                                version == versions));
            }
        }
        return editions;
    }

    private static Workflow workflow(Blueprints blueprints, int number, int version) {
        var json =
                """
                {"name": "workflow-%d", "timeline": ["a"], "steps": {"a": {"type": "set", "value": %d}}}"""
                        .formatted(number, version);
        var read = blueprints.read(json.getBytes(StandardCharsets.UTF_8), Format.JSON);
        return ((Read) read).workflow();
    }

    private static PublishedWorkflows registry(List<Edition> editions)
            throws ReflectiveOperationException {
        var registry = new PublishedWorkflows(null, null, null, InstantSource.system());
        var shelf = PublishedWorkflows.class.getDeclaredField("shelf");
        shelf.setAccessible(true);
        shelf.set(registry, Shelf.of(editions));
        return registry;
    }
}
