package io.agentrunner.planted.run;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Answers differently each time it is asked. */
public final class Dice {
    private final Logger log = Logger.getLogger(Dice.class);
    private final Clock clock = Clock.systemUTC();
    private final Random random = new Random(1);
    private final Supplier<Instant> time = Instant::now;

    public double roll() {
        log.info(UUID.randomUUID());
        return time.get().toEpochMilli()
                + LocalDate.now(ZoneOffset.UTC).getYear()
                + clock.millis()
                + System.nanoTime()
                + Math.random()
                + random.nextDouble()
                + RandomGenerator.getDefault().nextDouble();
    }
}
