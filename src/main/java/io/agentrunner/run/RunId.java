package io.agentrunner.run;

import java.time.Instant;
import java.util.UUID;

/** The name of one run: a UUIDv7, so that ids sort by the time of creation. */
public record RunId(UUID value) implements Comparable<RunId> {

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException when {@code text} is not a UUID in its usual form
     */
    public static RunId of(String text) {
        var value = UUID.fromString(text);
        if (!value.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a run id: " + text);
        }
        return new RunId(value);
    }

    /** A new id for that moment, made unique by 74 of the given random bits. */
    public static RunId at(Instant moment, long randomHigh, long randomLow) {
        long high = (moment.toEpochMilli() << 16) | 0x7000L | (randomHigh & 0xFFFL);
        long low = (randomLow & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new RunId(new UUID(high, low));
    }

    /** PostgreSQL's order of uuid, which is unsigned; Java's own is signed. */
    @Override
    public int compareTo(RunId other) {
        int high =
                Long.compareUnsigned(
                        value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
