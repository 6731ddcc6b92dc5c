package io.agentrunner.http;

import io.agentrunner.http.Problem.Mistake;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A problem as it is answered: RFC 9457 for programs, a small page for browsers.
 *
 * @param instance path of the request it answers
 */
record ProblemDocument(Problem problem, String instance) {

    static final String JSON = "application/problem+json";
    static final String HTML = "text/html;charset=UTF-8";

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · agent-runner</title>
            <link rel="stylesheet" href="/assets/app.css">
            </head>
            <body>
            <main class="page">
            <h1>{title}</h1>
            {body}
            <p><a href="/runs">All runs</a></p>
            </main>
            </body>
            </html>
            """;

    String json() {
        var members = new LinkedHashMap<String, Object>();
        var type = problem.type();
        members.put("type", type.uri());
        members.put("title", type.title());
        members.put("status", type.status());
        members.put("detail", problem.detail());
        members.put("instance", instance);
        members.putAll(problem.facts());
        return Json.writeSparsely(members);
    }

    String html() {
        var body = new StringBuilder("<p>" + escape(problem.detail()) + "</p>\n");
        if (problem.facts().get("errors") instanceof List<?> mistakes) {
            body.append("<ul>\n");
            mistakes.forEach(mistake -> body.append(item(mistake)));
            body.append("</ul>\n");
        }
        body.append(
                "<p><small>%d · <a href=\"%s\">what this means</a></small></p>"
                        .formatted(problem.type().status(), problem.type().uri()));
        return page(problem.type().title(), body.toString());
    }

    /** A page that says what a kind of problem means, whoever meets it. */
    static String explanation(ProblemType type) {
        return page(
                type.title(),
                "<p>%s</p>\n<p><small><code>%s</code> · HTTP status %d</small></p>"
                        .formatted(escape(type.remedy()), type.uri(), type.status()));
    }

    private static String page(String title, String body) {
        return PAGE.replace("{title}", escape(title)).replace("{body}", body);
    }

    private static String item(Object fact) {
        if (!(fact instanceof Mistake mistake)) {
            return "";
        }
        var where = mistake.path() == null ? "" : "<code>" + escape(mistake.path()) + "</code> ";
        var line =
                mistake.line() == null
                        ? ""
                        : " (line " + mistake.line() + ", column " + mistake.column() + ")";
        return "<li>" + where + escape(mistake.message()) + line + "</li>\n";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
