package io.agentrunner.dashboard;

import io.agentrunner.catalog.InputSchema;
import io.agentrunner.run.ApprovalRequest;
import io.agentrunner.run.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody who decides has sent, read. */
final class DecisionForm {

    private static final int LONGEST_COMMENT = 2_000;
    private static final int LONGEST_NAME = 200;
    private static final String APPROVE = "approve";

    private DecisionForm() {}

    /**
     * A decision, or what is wrong with it.
     *
     * @param mistakes by the name of the field; about the whole under an empty name
     */
    record Read(@Nullable Verdict verdict, Map<String, String> mistakes) {}

    /** What the form asks for is asked of whoever approves; a no needs nothing but itself. */
    static Read read(
            Map<String, String> form, ApprovalRequest request, InputSchema schema, Instant now) {
        var mistakes = new LinkedHashMap<String, String>();
        var decision = form.getOrDefault("decision", "");
        boolean approved = decision.equals(APPROVE);
        if (!approved && !decision.equals("reject")) {
            mistakes.put("", "Say whether you approve or reject.");
        }
        var comment = text(form, "comment", LONGEST_COMMENT, mistakes);
        var by = text(form, "by", LONGEST_NAME, mistakes);
        var data = approved ? data(form, request, schema, mistakes) : null;
        return mistakes.isEmpty()
                ? new Read(new Verdict(approved, data, comment, by, now), mistakes)
                : new Read(null, mistakes);
    }

    private static @Nullable String text(
            Map<String, String> form, String name, int longest, Map<String, String> mistakes) {
        var text = form.getOrDefault(name, "").strip();
        if (text.length() > longest) {
            mistakes.put(name, "Has more than %s characters.".formatted(Words.count(longest)));
        }
        if (text.indexOf(0) >= 0) {
            mistakes.put(name, "Contains the character U+0000, which can't be stored.");
        }
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String data(
            Map<String, String> form,
            ApprovalRequest request,
            InputSchema schema,
            Map<String, String> mistakes) {
        if (request.form() == null) {
            return null;
        }
        var read = InputForm.of(request.form()).read(form);
        mistakes.putAll(read.mistakes());
        if (!read.mistakes().isEmpty()) {
            return null;
        }
        var checked = schema.check(request.form(), read.inputs());
        checked.mistakes()
                .forEach(
                        it ->
                                mistakes.putIfAbsent(
                                        StartBody.field(it.path()),
                                        StartBody.sentence(it.message())));
        return checked.inputs();
    }
}
