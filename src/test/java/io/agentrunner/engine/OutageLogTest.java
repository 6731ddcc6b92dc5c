package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An outage is two lines in the log, however long it is and whoever misses the database. */
class OutageLogTest {

    private final Logger logger = Logger.getLogger("io.agentrunner.engine");
    private final Lines lines = new Lines();
    private final HandClock clock = HandClock.atPresent();
    private final Outage outage = new Outage(clock);
    private final IllegalStateException gone = new IllegalStateException("connection refused");

    private static final class Lines extends Handler {
        private final List<String> said = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                var parameters = line.getParameters();
                said.add(
                        parameters == null
                                ? line.getMessage()
                                : line.getMessage().formatted(parameters));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(lines);
    }

    @Test
    void its_beginning_and_its_end_are_said_once() {
        for (int second = 0; second < 30; second++) {
            outage.failed("the beat", gone);
            outage.failed("waking runs", gone);
            outage.mayHaveFailed("run 1", gone);
            clock.advance(Duration.ofSeconds(1));
        }
        outage.isOver();
        outage.isOver();

        assertThat(lines.said)
                .containsExactly(
                        "the database does not answer (the beat: connection refused); runs wait"
                                + " for it with what they have",
                        "the database answers again, after 30000 ms");
    }

    @Test
    void the_next_one_is_said_again() {
        outage.failed("the beat", gone);
        outage.isOver();
        outage.failed("the beat", gone);

        assertThat(lines.said).hasSize(3);
    }

    @Test
    void what_fails_by_itself_is_said_each_time() {
        outage.mayHaveFailed("run 1", gone);
        outage.mayHaveFailed("run 2", gone);

        assertThat(lines.said)
                .containsExactly(
                        "run 1 has to wait: connection refused",
                        "run 2 has to wait: connection refused");
    }
}
