package io.agentrunner.dashboard;

import io.agentrunner.runs.ApprovalView;
import io.agentrunner.runs.Deciding.Choice;
import io.agentrunner.runs.Limits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody who decides has sent, read. */
final class DecisionForm {

    /** Where the decision's own data are in what a program would send. */
    static final String DATA = "/data";

    private DecisionForm() {}

    /**
     * A decision, or what is wrong with it.
     *
     * @param mistakes by the name of the field; about the whole under an empty name
     */
    record Read(@Nullable Choice choice, Map<String, String> mistakes) {}

    /** What the form asks for is asked of whoever approves; a no needs nothing but itself. */
    static Read read(Map<String, String> form, ApprovalView asked) {
        var mistakes = new LinkedHashMap<String, String>();
        var decision = form.getOrDefault("decision", "");
        boolean approved = decision.equals("approve");
        if (!approved && !decision.equals("reject")) {
            mistakes.put("", "Say whether you approve or reject.");
        }
        var comment = text(form, "comment", Limits.COMMENT_LENGTH, mistakes);
        var by = text(form, "by", Limits.NAME_LENGTH, mistakes);
        var data = approved ? data(form, asked.form(), mistakes) : null;
        return mistakes.isEmpty()
                ? new Read(new Choice(approved, data, comment, by), mistakes)
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
            Map<String, String> form, @Nullable String schema, Map<String, String> mistakes) {
        if (schema == null) {
            return null;
        }
        var read = InputForm.of(schema).read(form);
        mistakes.putAll(read.mistakes());
        return read.inputs();
    }
}
