package io.agentrunner.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Prefer} of RFC 7240, as far as it says how long to wait for an answer. */
public final class Prefer {

    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Pattern COMMA_OUTSIDE_QUOTES =
            Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    /** As nearly all clients write it, which is read at less cost. */
    private static final Pattern ALONE = Pattern.compile("wait=\\d{1,18}");

    private static final Pattern WAIT =
            Pattern.compile(
                    "wait\\s*=\\s*(?:(\\d{1,18})|\"(\\d{1,18})\")\\s*(?:;.*)?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY_WAIT =
            Pattern.compile("wait\\s*(?:[=;].*)?", Pattern.CASE_INSENSITIVE);

    private Prefer() {}

    /**
     * How long the client would wait, capped. Empty when it doesn't say, or not in a way that can
     * be read: a preference is never an error.
     */
    public static Optional<Duration> wait(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        var only = headers.size() == 1 ? headers.getFirst() : "";
        return ALONE.matcher(only).matches() ? seconds(only) : first(headers);
    }

    private static Optional<Duration> first(List<String> headers) {
        return headers.stream()
                .flatMap(COMMA_OUTSIDE_QUOTES::splitAsStream)
                .map(String::strip)
                .filter(preference -> ANY_WAIT.matcher(preference).matches())
                .findFirst() // the first instance counts, says the RFC
                .flatMap(Prefer::seconds);
    }

    /** The value of {@code Preference-Applied}. */
    public static String applied(Duration wait) {
        return "wait=" + wait.toSeconds();
    }

    private static Optional<Duration> seconds(String preference) {
        var matcher = WAIT.matcher(preference);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var digits = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return Optional.of(
                Duration.ofSeconds(Math.min(Long.parseLong(digits), LONGEST_WAIT.toSeconds())));
    }
}
