package io.agentrunner.postgres;

import static io.agentrunner.postgres.Migration.State.APPLIED;
import static io.agentrunner.postgres.Migration.State.FOREIGN;
import static io.agentrunner.postgres.Migration.State.PENDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private final DatabaseSettings database = TestDatabase.empty();
    private final Migrations migrations = new Migrations(database, "postgres/history");

    @Test
    void a_new_database_has_everything_pending() {
        assertThat(migrations.isCurrent()).isFalse();
        assertThat(states()).containsExactly(PENDING, PENDING);
        assertThat(migrations.status().getFirst())
                .isEqualTo(new Migration("1", "there are words", PENDING, null));
    }

    @Test
    void migrating_applies_what_is_pending_once() {
        assertThat(migrations.migrate()).isEqualTo(2);
        assertThat(migrations.migrate()).isZero();
        assertThat(states()).containsExactly(APPLIED, APPLIED);
        assertThat(migrations.status()).allMatch(m -> m.installedOn() != null);
        assertThat(migrations.isCurrent()).isTrue();
    }

    @Test
    void the_latest_can_be_taken_back_and_applied_again() {
        migrations.migrate();
        assertThat(migrations.rollback()).map(Migration::version).contains("2");
        assertThat(states()).containsExactly(APPLIED, PENDING);
        assertThat(columns()).isEqualTo("id,spelling");
        assertThat(migrations.migrate()).isEqualTo(1);
        assertThat(columns()).isEqualTo("id,spelling,length");
    }

    @Test
    void everything_can_be_taken_back_and_each_step_is_on_record() {
        migrations.migrate();
        migrations.rollback();
        migrations.rollback();
        assertThat(migrations.rollback()).isEmpty();
        assertThat(columns()).isNull();
        assertThat(
                        Sql.one(
                                database,
                                "SELECT string_agg(version, ',' ORDER BY version) FROM migration_rollbacks"))
                .isEqualTo("1,2");
    }

    @Test
    void a_way_back_that_fails_changes_nothing() {
        var broken = new Migrations(database, "postgres/broken");
        assertThatThrownBy(broken::migrate)
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("relation \"word\" already exists");
        assertThatThrownBy(broken::rollback)
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("there_is_no_such_table");
        assertThat(columns()).isEqualTo("id");
        assertThat(broken.status()).extracting(Migration::state).containsExactly(APPLIED, PENDING);
    }

    @Test
    void a_database_of_a_newer_release_is_current_enough() {
        migrations.migrate();
        TestDatabase.execute(
                database,
                """
                INSERT INTO flyway_schema_history
                VALUES (3, '3', 'from the future', 'SQL', 'V3__from_the_future.sql', 1, 'x', now(), 1, true)
                """);
        assertThat(states()).containsExactly(APPLIED, APPLIED, FOREIGN);
        assertThat(migrations.isCurrent()).isTrue();
        assertThat(migrations.migrate()).isZero();
        assertThatThrownBy(migrations::rollback)
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("not part of this release");
    }

    @RepeatedTest(5)
    void processes_that_migrate_at_once_take_turns()
            throws InterruptedException, ExecutionException {
        var applied = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> migrate =
                    () -> new Migrations(database, "postgres/history").migrate();
            for (Future<Integer> done : threads.invokeAll(List.of(migrate, migrate, migrate))) {
                applied += done.get();
            }
        }
        assertThat(applied).isEqualTo(2);
        assertThat(migrations.isCurrent()).isTrue();
    }

    @Test
    void each_migration_of_this_release_has_its_way_back() {
        var all = new Migrations(database);
        all.migrate();
        var applied = all.status().size();
        assertThat(Stream.generate(all::rollback).takeWhile(m -> m.isPresent()).count())
                .isEqualTo(applied);
        assertThat(all.migrate()).isEqualTo(applied);
    }

    private List<Migration.State> states() {
        return migrations.status().stream().map(Migration::state).toList();
    }

    private @Nullable String columns() {
        return Sql.one(
                database,
                """
                SELECT string_agg(column_name, ',' ORDER BY ordinal_position)
                  FROM information_schema.columns WHERE table_name = 'word'
                """);
    }
}
