package io.agentrunner.journal;

import static io.agentrunner.journal.Scenes.begin;
import static io.agentrunner.journal.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.journal.Appended.Won;
import io.agentrunner.postgres.DatabaseSettings;
import io.agentrunner.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private final DatabaseSettings database = TestDatabase.fresh();
    private final TestNode node = new TestNode(database);
    private final Vertx vertx = Vertx.vertx();
    private final Busy busy = new Busy();
    private final PostgresJournal journal =
            get(
                    PostgresJournal.open(
                            vertx,
                            database.reactive(),
                            new EventReader(node.pool),
                            node.nodes::lease,
                            busy));

    /** Always has more at hand, until it is told to come to an end. */
    private static final class Busy implements Gathering {
        private final ConcurrentLinkedQueue<Runnable> later = new ConcurrentLinkedQueue<>();
        private volatile boolean calling;
        private final Thread brings = Thread.currentThread();

        @Override
        public void together(Runnable calls) {
            calling = true;
            calls.run();
            calling = false;
        }

        @Override
        public boolean isGathering() {
            return Thread.currentThread().equals(brings);
        }

        @Override
        public void afterTheRest(Runnable action) {
            later.add(action);
        }

        void comeToAnEnd() {
            later.forEach(Runnable::run);
        }
    }

    @AfterEach
    void close() {
        get(journal.close());
        node.close();
        get(vertx.close().toCompletionStage());
    }

    @Test
    void what_is_appended_by_those_who_have_more_at_hand_becomes_one_commit() {
        var answers = append(100);
        assertThat(answers).noneMatch(CompletableFuture::isDone);

        busy.comeToAnEnd();

        assertThat(answers).allMatch(answer -> get(answer).equals(new Won()));
        assertThat(node.value("SELECT count(*) FROM commits")).isEqualTo(1L);
    }

    @Test
    void many_are_not_kept_waiting_for_more() {
        var answers = append(Inbox.WORTH_A_CALL);

        assertThat(answers).allMatch(answer -> get(answer).equals(new Won()));
        assertThat(node.value("SELECT count(*) FROM commits")).isEqualTo(1L);
    }

    @Test
    void the_answers_of_one_commit_are_given_together() {
        var alone = new ConcurrentLinkedQueue<Integer>();
        var heard = new ArrayList<CompletionStage<?>>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            heard.add(
                    journal.append(begin())
                            .thenAccept(
                                    _ -> {
                                        if (!busy.calling) {
                                            alone.add(number);
                                        }
                                    }));
        }
        busy.comeToAnEnd();
        heard.forEach(TestNode::get);

        assertThat(alone).isEmpty();
    }

    /** A start from outside doesn't wait until those have decided who are about that. */
    @Test
    void somebody_who_has_nothing_else_waits_for_nobody() throws Exception {
        var waiting = append(3);

        var start = CompletableFuture.supplyAsync(() -> get(journal.append(begin())));

        assertThat(start.get(20, TimeUnit.SECONDS)).isEqualTo(new Won());
        assertThat(waiting).allMatch(answer -> get(answer).equals(new Won()));
    }

    private List<CompletableFuture<Appended>> append(int number) {
        return IntStream.range(0, number)
                .mapToObj(_ -> journal.append(begin()).toCompletableFuture())
                .toList();
    }
}
