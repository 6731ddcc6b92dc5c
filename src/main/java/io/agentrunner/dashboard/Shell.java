package io.agentrunner.dashboard;

import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What every page has around it.
 *
 * @param place which entry of the navigation it belongs to: {@code runs}
 * @param theme {@code light}, {@code dark}, or empty to follow the system
 * @param themeUrl chooses the next theme and comes back
 * @param now the server's time in milliseconds since 1970
 * @param live address of the stream it follows, or empty
 * @param reloads without a script it has to be loaded again to be current
 * @param assets folder of the stylesheet and the script
 * @param inbox how many decisions people are waited for with, or empty
 */
public record Shell(
        String title,
        String place,
        String theme,
        String themeUrl,
        long now,
        String live,
        boolean reloads,
        String assets,
        String inbox) {

    private static final Map<String, String> NEXT =
            Map.of("", "dark", "dark", "light", "light", "");

    static final String FOLLOW_SYSTEM = "system";

    /**
     * What the browser sent along that pages depend on.
     *
     * @param tokens what proves that a form for that path is ours
     * @param inbox how many decisions people are waited for with
     */
    record Visit(
            String theme,
            String path,
            String query,
            UnaryOperator<String> tokens,
            String address,
            long inbox,
            Instant now) {

        Visit {
            theme = NEXT.containsKey(theme) ? theme : "";
        }

        Shell shell(String title, String place, String live) {
            var next = NEXT.getOrDefault(theme, "dark");
            var themeUrl =
                    path
                            + "?"
                            + (query.isEmpty() ? "" : query + "&")
                            + "theme="
                            + (next.isEmpty() ? FOLLOW_SYSTEM : next);
            return new Shell(
                    title,
                    place,
                    theme,
                    themeUrl,
                    now.toEpochMilli(),
                    live,
                    false,
                    Assets.folder(),
                    badge(inbox));
        }

        /** A form that posts to the address of that path. */
        Form form(String... path) {
            var address = new StringBuilder();
            var plain = new StringBuilder();
            for (var part : path) {
                address.append('/').append(Urls.encode(part));
                plain.append('/').append(part);
            }
            return new Form(address.toString(), tokens.apply(plain.toString()));
        }
    }

    /** The same for a page that changes by itself and has no form that a reload would empty. */
    Shell reloading() {
        return new Shell(title, place, theme, themeUrl, now, live, true, assets, inbox);
    }

    /** The same with another number of decisions. */
    Shell waiting(long decisions) {
        return new Shell(
                title, place, theme, themeUrl, now, live, reloads, assets, badge(decisions));
    }

    private static String badge(long decisions) {
        return decisions == 0
                ? ""
                : decisions > Inbox.MOST ? Inbox.MOST + "+" : String.valueOf(decisions);
    }

    /** For those who can't see the sign. */
    public String themeWords() {
        return theme.isEmpty() ? "Theme: follows the system" : "Theme: " + theme;
    }
}
