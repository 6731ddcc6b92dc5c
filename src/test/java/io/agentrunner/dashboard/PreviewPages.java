package io.agentrunner.dashboard;

import io.agentrunner.workflow.Workflow;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Renders pages without a server, to look at them and to check what they say. */
final class PreviewPages {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path OUT = Path.of("target/pages");

    private final Engine engine =
            Engine.builder()
                    .addDefaults()
                    .addValueResolver(new ReflectionValueResolver())
                    .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                    .removeStandaloneLines(true)
                    .addLocator(this::locate)
                    .build();

    String render(String template, Object page) {
        return engine.getTemplate("dashboard/" + template).data("page", page).render();
    }

    /** The page of a run of three steps, as it is that many seconds after its creation. */
    String run(String name, Histories history, double now) {
        return run(name, history, now, Ask.Draft.NONE);
    }

    String run(String name, Histories history, double now, Ask.Draft draft) {
        var workflow = Histories.workflow("plan", "charge", "ship");
        return run(name, history, workflow, new RunPage.Choice(View.PLAIN, draft), now);
    }

    String run(
            String name, Histories history, Workflow workflow, RunPage.Choice choice, double now) {
        var source =
                new RunPage.Source(
                        history.run(),
                        workflow,
                        latest(history.rows()),
                        history.files(),
                        null,
                        RunPage.Children.NONE,
                        choice,
                        Histories.at(now));
        var visit =
                new Shell.Visit(
                        "",
                        "/runs/" + Histories.ID,
                        "",
                        _ -> "token",
                        "http://localhost:8080",
                        0,
                        Histories.at(now));
        var html = render("run", RunPage.of(source, visit));
        save(name, html);
        return html;
    }

    private static List<EventRow> latest(List<EventRow> all) {
        return all.subList(Math.max(0, all.size() - RunPages.MOST_EVENTS), all.size());
    }

    /** Writes a page into target/pages, where a browser finds the stylesheet too. */
    void save(String name, String html) {
        try {
            Files.createDirectories(OUT);
            for (var file : List.of("app.css", "app.js", "favicon.svg")) {
                Files.write(OUT.resolve(file), Assets.read(file));
            }
            Files.writeString(OUT.resolve(name + ".html"), html.replace(Assets.folder() + "/", ""));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Optional<TemplateLocator.TemplateLocation> locate(String id) {
        var file = TEMPLATES.resolve(id + ".html");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(
                new TemplateLocator.TemplateLocation() {
                    @Override
                    public Reader read() {
                        try {
                            return new StringReader(Files.readString(file, StandardCharsets.UTF_8));
                        } catch (IOException broken) {
                            throw new UncheckedIOException(broken);
                        }
                    }

                    @Override
                    public Optional<Variant> getVariant() {
                        return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
                    }
                });
    }
}
