package io.agentrunner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class TestDatabaseTest {
    private static final String DATABASE = "SELECT current_database()::text AS name";

    @Inject Pool pool;
    @Inject Vertx vertx;

    @Test
    void quarkus_gets_a_database_of_its_own_on_the_one_server_of_this_jvm() {
        var settings = TestDatabase.fresh();
        var port =
                pool.query("SELECT inet_server_port() AS port").executeAndAwait().iterator().next();
        assertThat(port.getInteger("port")).isEqualTo(settings.port());
        var name = pool.query(DATABASE).executeAndAwait().iterator().next().getString("name");
        assertThat(name).startsWith("t_").isNotEqualTo(settings.database());
    }

    @Test
    void a_pool_opened_by_hand_reaches_its_database() throws Exception {
        var settings = TestDatabase.fresh();
        var own = Pools.open(vertx, settings, 1);
        try {
            var rows =
                    own.preparedQuery(DATABASE)
                            .mapping((Row row) -> row.getString("name"))
                            .execute();
            assertThat(rows.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .containsExactly(settings.database());
        } finally {
            own.close();
        }
    }

    @Test
    void fresh_databases_are_migrated_and_share_nothing() {
        var one = TestDatabase.fresh();
        var two = TestDatabase.fresh();
        TestDatabase.execute(one, "CREATE TABLE mine ()");
        assertThat(Sql.one(two, "SELECT to_regclass('mine')")).isNull();
        assertThat(new Migrations(two).isCurrent()).isTrue();
    }
}
