package io.agentrunner.journal;

import io.agentrunner.journal.RunDeletion.Deletion;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.agentrunner.run.RunId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;

/** PostgreSQL, and the way there, as every journal is expected to be. */
class PostgresJournalContractTest extends JournalContract {

    private final DatabaseSettings database = TestDatabase.fresh();
    private final Wire wire = new Wire(database);
    private final Map<Member, TestNode> nodes = new LinkedHashMap<>();

    @AfterEach
    void close() {
        nodes.values().forEach(TestNode::close);
        wire.close();
    }

    @Override
    protected Member join(UUID id) {
        var node = new TestNode(database, wire.settings(), id);
        var member = new Member(node.journal, node.nodes, node.queue);
        nodes.put(member, node);
        return member;
    }

    @Override
    protected <T> T get(CompletionStage<T> answer) {
        return TestNode.get(answer);
    }

    @Override
    protected List<RunId> asking(Member by) {
        var node = Objects.requireNonNull(nodes.get(by));
        return get(new RunsThatAsk(node.pool).from(null, null, 100));
    }

    @Override
    protected void loseNextRequest() {
        wire.breakBeforeRequest(0);
    }

    @Override
    protected void loseNextAnswer() {
        wire.breakBeforeAnswer(0);
    }

    @Override
    protected void delete(Member by, RunId run) {
        var node = Objects.requireNonNull(nodes.get(by));
        var deletion = new RunDeletion(node.pool).delete(run);
        Assertions.assertThat(get(deletion)).isEqualTo(new Deletion.Deleted());
    }
}
