package io.agentrunner.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of problem this server reports. Each has a page of its own at {@code /problems/code}.
 */
public enum ProblemType {
    MALFORMED(400, "The request can't be read", "Check the syntax of the body and the parameters."),
    FORBIDDEN(
            403,
            "The request comes from somewhere else",
            "Call this server by an allowed host name, from its own pages or from a program."),
    NOT_FOUND(404, "There is no such thing here", "Check the id or name."),
    METHOD_NOT_ALLOWED(
            405, "That method has no meaning here", "Use one of the methods in the header Allow."),
    NOT_ACCEPTABLE(
            406,
            "There is no such representation",
            "Ask for JSON or HTML in Accept, or for an event stream where there is one."),
    CONFLICT(409, "That is not possible in this state", "See `from` and `allowed`."),
    TOO_LARGE(413, "The request is too large", "See `limit` and `actual`."),
    URI_TOO_LONG(414, "The address is too long", "See `limit` and `actual`."),
    UNSUPPORTED(415, "This kind of body is not taken", "Send JSON or YAML."),
    RANGE_NOT_SATISFIABLE(
            416, "There are no such bytes", "Ask for a range within the size in Content-Range."),
    INVALID(422, "The request is not valid", "See `errors`: each names what to change."),
    TOO_MANY(429, "Too many requests", "Try again after the time in Retry-After."),
    HEADERS_TOO_LARGE(431, "The headers are too large", "See `limit` and `actual`."),
    FAILED(500, "Something went wrong here", "The server's log tells more; please report it."),
    UNAVAILABLE(
            503,
            "The server can't do that at the moment",
            "Try again after the time in Retry-After.");

    private final int status;
    private final String title;
    private final String remedy;

    ProblemType(int status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    /** The kind with that code, as it stands in a problem's URI. */
    public static Optional<ProblemType> ofCode(String code) {
        return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
    }

    /** The kind that an answer of that status belongs to. */
    static Optional<ProblemType> ofStatus(int status) {
        return Arrays.stream(values()).filter(type -> type.status == status).findFirst();
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What somebody who meets it can do, in general. */
    public String remedy() {
        return remedy;
    }

    /** Where it is explained; the stable name of the kind. */
    public String uri() {
        return "/problems/" + code();
    }

    /** As it stands in the problem's URI. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean passesByItself() {
        return this == TOO_MANY || this == UNAVAILABLE;
    }
}
