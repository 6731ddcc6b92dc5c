package io.agentrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The same runs by DBOS Transact for Java, in a process and a database of its own on our server.
 */
final class DbosRuns implements Scenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SideProject PROJECT = new SideProject("dbos");

    @Override
    public String name() {
        return "dbos";
    }

    @Override
    public String about() {
        return "the same runs by DBOS Transact, on the same server";
    }

    @Override
    public void run(Rig rig, Scale scale, Report report) throws Exception {
        if (!PROJECT.isBuilt(rig, scale, report)) {
            return;
        }
        try (var database = SideDatabase.create(rig.product().database(), "dbos")) {
            var settings = database.settings();
            var program = new ProcessBuilder(command(scale));
            program.environment().put("DBOS_URL", settings.jdbcUrl());
            program.environment().put("DBOS_USER", settings.user());
            program.environment().put("DBOS_PASSWORD", settings.password());
            read(rig.run(program.redirectError(ProcessBuilder.Redirect.INHERIT)), report);
        }
    }

    private static List<String> command(Scale scale) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", PROJECT.classes() + ":" + PROJECT.libraries() + "/*"));
        command.add("DbosBench");
        command.add(String.valueOf(scale.rounds()));
        command.add(String.valueOf(scale.round().toMillis()));
        command.add(String.valueOf(scale.warmUp().toMillis()));
        command.add(String.valueOf(scale.of(1000)));
        scale.inFlight().forEach(it -> command.add(it.toString()));
        return command;
    }

    /** Each line is a figure as JSON; whatever else it says is said on. */
    private static void read(Process program, Report report)
            throws IOException, InterruptedException {
        try (var lines = program.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"name\"")) {
                    add(JSON.readTree(line), report);
                } else {
                    System.err.println(line);
                }
            }
        }
        int code = program.waitFor();
        if (code != 0) {
            throw new IOException("DbosBench ended with " + code);
        }
    }

    private static void add(JsonNode figure, Report report) {
        report.add(
                figure.path("name").asText(),
                figure.path("unit").asText(),
                StreamSupport.stream(figure.path("values").spliterator(), false)
                        .mapToDouble(JsonNode::asDouble)
                        .toArray());
    }
}
