package io.agentrunner.steps;

/** Text for people: short, and never empty. */
final class Text {

    private Text() {}

    /** The first characters of a text, marked where there are more. */
    static String start(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    /** What an exception says, down to the first that says something. */
    static String reason(Throwable failure) {
        for (var at = failure; at != null; at = at.getCause()) {
            var message = at.getMessage();
            if (message != null && !message.isBlank()) {
                return message;
            }
        }
        return failure.getClass().getSimpleName();
    }
}
