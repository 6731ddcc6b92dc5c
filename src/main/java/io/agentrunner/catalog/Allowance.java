package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How much one evaluation may make, whatever its expression says: lists and texts that are put
 * together can grow faster than any limit to loops holds back.
 */
final class Allowance {

    /** Characters of texts; a value takes as much room as several. */
    static final long MOST = 32L << 20;

    private static final int VALUE = 8;

    private static final ScopedValue<Allowance> CURRENT = ScopedValue.newInstance();

    private long left = MOST;

    private Allowance() {}

    /** Does work that may spend one allowance. */
    static <R, X extends Throwable> R within(ScopedValue.CallableOp<R, X> work) throws X {
        return ScopedValue.where(CURRENT, new Allowance()).call(work);
    }

    /**
     * Takes that much before it is made.
     *
     * @throws TemplateFailed when so much is not left
     */
    static void spend(long amount) {
        if (CURRENT.isBound()) {
            var current = CURRENT.get();
            current.left -= amount;
            if (current.left < 0) {
                throw new TemplateFailed("makes more than %,d characters".formatted(MOST));
            }
        }
    }

    /** Takes as much as so many values need. */
    static void spendValues(long count) {
        spend(count * VALUE);
    }

    /** Takes as much as that JSON has. */
    static void spend(JsonNode node) {
        spend(VALUE + (node.isTextual() ? node.textValue().length() : 0));
        for (var part : node) {
            spend(part);
        }
    }
}
