package io.agentrunner.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What was seen, for programs ({@code results.json}) and for the eye ({@code results.svg}). */
record Results(Machine machine, Scale scale, Report report) {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(json()));
        Files.writeString(folder.resolve("results.svg"), new Plot(report).svg());
    }

    private ObjectNode json() {
        var root = JSON.createObjectNode();
        root.putObject("machine")
                .put("date", machine.date().toString())
                .put("commit", machine.commit())
                .put("cores", machine.cores())
                .put("memoryBytes", machine.memoryBytes())
                .put("system", machine.system())
                .put("jdk", machine.jdk())
                .put("postgres", machine.postgres());
        root.putObject("scale")
                .put("rounds", scale.rounds())
                .put("seconds", scale.round().toMillis() / 1e3)
                .put("warmUpSeconds", scale.warmUp().toMillis() / 1e3)
                .put("smoke", scale.isSmoke());
        var figures = root.putArray("figures");
        for (var figure : report.figures()) {
            var node =
                    figures.addObject()
                            .put("scenario", figure.scenario())
                            .put("name", figure.name())
                            .put("unit", figure.unit())
                            .put("min", figure.min())
                            .put("median", figure.median())
                            .put("max", figure.max());
            figure.values().forEach(node.putArray("values")::add);
        }
        return root;
    }
}
