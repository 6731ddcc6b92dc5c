package io.agentrunner.dashboard;

import java.time.Instant;
import java.util.Map;

/**
 * What every page has around it.
 *
 * @param place which entry of the navigation it belongs to: {@code runs}
 * @param theme {@code light}, {@code dark}, or empty to follow the system
 * @param themeUrl chooses the next theme and comes back
 * @param token what this page's forms post along
 * @param now the server's time in milliseconds since 1970
 * @param live address of the stream it follows, or empty
 * @param reloads without a script it has to be loaded again to be current
 * @param assets folder of the stylesheet and the script
 */
public record Shell(
        String title,
        String place,
        String theme,
        String themeUrl,
        String token,
        long now,
        String live,
        boolean reloads,
        String assets) {

    private static final Map<String, String> NEXT =
            Map.of("", "dark", "dark", "light", "light", "");

    static final String FOLLOW_SYSTEM = "system";

    /** What the browser sent along that pages depend on. */
    record Visit(
            String theme, String path, String query, String token, String address, Instant now) {

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
                    token,
                    now.toEpochMilli(),
                    live,
                    false,
                    Assets.folder());
        }
    }

    /** The same for a page that changes by itself and has no form that a reload would empty. */
    Shell reloading() {
        return new Shell(title, place, theme, themeUrl, token, now, live, true, assets);
    }

    /** For those who can't see the sign. */
    public String themeWords() {
        return theme.isEmpty() ? "Theme: follows the system" : "Theme: " + theme;
    }
}
