package io.agentrunner.workflow.dsl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether and when a failed attempt is made again. See {@link Dsl#exponential}. */
public final class Retry {

    private final Map<String, Object> fields;

    private Retry(Map<String, Object> fields) {
        this.fields = fields;
    }

    static Retry of(int attempts, Duration backoff, double factor) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("maxAttempts", attempts);
        fields.put("backoff", backoff);
        fields.put("factor", factor);
        return new Retry(fields);
    }

    /** The longest wait; a minute where nothing is said, or the first wait if that is longer. */
    public Retry upTo(Duration longest) {
        return with("maxBackoff", longest);
    }

    /** The share of a wait by which it varies, from 0 to 1; 0.2 where nothing is said. */
    public Retry jitter(double share) {
        return with("jitter", share);
    }

    /** Only these are worth another attempt. */
    @SafeVarargs
    public final Retry on(Class<? extends Throwable>... errors) {
        var codes = new ArrayList<String>();
        for (var error : errors) {
            codes.add(ErrorCode.Of.type(error));
        }
        return with("retryOn", codes);
    }

    /** These are final. */
    @SafeVarargs
    public final Retry notOn(Class<? extends Throwable>... errors) {
        var codes = new ArrayList<String>();
        for (var error : errors) {
            codes.add(ErrorCode.Of.type(error));
        }
        return with("doNotRetryOn", codes);
    }

    /** After the last attempt somebody is asked what follows, instead of a failure. */
    public Retry thenPause() {
        return with("pauseAfterRetries", true);
    }

    Map<String, Object> fields() {
        return fields;
    }

    private Retry with(String field, Object value) {
        var changed = new LinkedHashMap<>(fields);
        changed.put(field, value);
        return new Retry(changed);
    }
}
