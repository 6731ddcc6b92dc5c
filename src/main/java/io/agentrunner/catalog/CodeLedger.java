package io.agentrunner.catalog;

import io.agentrunner.workflow.Clause.Condition;
import io.agentrunner.workflow.Workflow;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Remembers which code was behind the steps and predicates of a version, so that a change of code
 * under a version that hasn't changed is noticed.
 */
public final class CodeLedger {

    private static final String NOTE =
            """
            INSERT INTO workflow_code (version, item, hash, seen_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (version, item, hash) DO UPDATE SET seen_at = excluded.seen_at""";

    private final PanacheRepositoryBase<SeenCode, SeenCode.Key> rows =
            new PanacheRepositoryBase<>() {};
    private final DatabaseContext database;
    private final InstantSource clock;

    CodeLedger(DatabaseContext database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Code that has changed under a version.
     *
     * @param item {@code step charge} or {@code predicate small order}
     * @param hash of the code that was seen last
     * @param since when a server first started with it, after another
     */
    public record Change(String item, String hash, Instant since) {}

    /**
     * Notes the code that this server has for a version.
     *
     * @param hashes by item
     * @return the items that had other code the last time
     */
    public CompletionStage<List<String>> note(String version, Map<String, String> hashes) {
        return database.run(
                () ->
                        Panache.withTransaction(
                                () -> of(version).chain(known -> note(version, hashes, known))));
    }

    /** What has changed under a version since it was first seen. */
    public CompletionStage<List<Change>> changes(Workflow workflow) {
        return !callsCode(workflow)
                ? CompletableFuture.completedStage(List.of())
                : database.run(() -> Panache.withSession(() -> of(workflow.version())))
                        .thenApply(CodeLedger::changes);
    }

    private Uni<List<SeenCode>> of(String version) {
        return rows.list("version = ?1 order by seenAt", version);
    }

    private Uni<List<String>> note(
            String version, Map<String, String> hashes, List<SeenCode> known) {
        var last = new HashMap<String, String>();
        known.forEach(row -> last.put(row.item, row.hash));
        var unknown =
                hashes.entrySet().stream()
                        .filter(it -> !it.getValue().equals(last.get(it.getKey())))
                        .toList();
        var changed =
                unknown.stream().map(Map.Entry::getKey).filter(last::containsKey).sorted().toList();
        return Multi.createFrom()
                .iterable(unknown)
                .onItem()
                .transformToUniAndConcatenate(it -> insert(version, it.getKey(), it.getValue()))
                .collect()
                .last()
                .replaceWith(changed);
    }

    private static boolean callsCode(Workflow workflow) {
        return workflow.steps().anyMatch(step -> step.type().equals("java"))
                || workflow.flow()
                        .clauses()
                        .anyMatch(clause -> clause.condition() instanceof Condition.Java);
    }

    private Uni<Integer> insert(String version, String item, String hash) {
        return Panache.getSession()
                .chain(
                        session ->
                                session.createNativeQuery(NOTE)
                                        .setParameter(1, version)
                                        .setParameter(2, item)
                                        .setParameter(3, hash)
                                        .setParameter(4, clock.instant())
                                        .executeUpdate());
    }

    private static List<Change> changes(List<SeenCode> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.item)).values().stream()
                .filter(ofItem -> ofItem.size() > 1)
                .map(List::getLast)
                .map(last -> new Change(last.item, last.hash, last.seenAt))
                .sorted(Comparator.comparing(Change::item))
                .toList();
    }
}
