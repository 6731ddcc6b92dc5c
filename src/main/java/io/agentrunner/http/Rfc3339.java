package io.agentrunner.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times as RFC 3339 writes them, with years of four digits: others no database can keep. */
final class Rfc3339 {

    private Rfc3339() {}

    /**
     * Reads a time.
     *
     * @throws DateTimeException when it is none
     */
    static Instant instant(String text) {
        var time = OffsetDateTime.parse(text);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new DateTimeException("not a year of four digits: " + text);
        }
        return time.toInstant();
    }
}
