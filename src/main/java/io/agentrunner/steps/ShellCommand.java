package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a shell step is to do. A value that a template brings in is part of one word, never code.
 *
 * @param words the program and its arguments
 * @param env variables in addition to those that every command gets
 * @param artifacts globs of the files to keep
 */
record ShellCommand(List<String> words, Map<String, String> env, List<String> artifacts) {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static ShellCommand of(Settings settings) {
        var run = settings.raw("run").orElseThrow(() -> Settings.wrong("run", "is missing"));
        return new ShellCommand(
                run.isTextual() ? shell(settings) : words(settings.required("run")),
                env(settings),
                settings.find("artifacts").map(it -> texts("artifacts", it)).orElse(List.of()));
    }

    private static List<String> shell(Settings settings) {
        var line = settings.commandLine("run");
        if (line.indexOf('\0') >= 0) {
            throw Settings.wrong("run", "contains a NUL character");
        }
        return List.of("/bin/sh", "-c", line);
    }

    private static List<String> words(JsonNode value) {
        var words = texts("run", value);
        if (words.isEmpty() || words.getFirst().isEmpty() || words.getFirst().startsWith("-")) {
            throw Settings.wrong("run", "must begin with the name of a program");
        }
        return words;
    }

    private static List<String> texts(String field, JsonNode value) {
        if (!value.isArray()) {
            throw Settings.wrong(field, "must be a list of texts");
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < value.size(); i++) {
            texts.add(Settings.text(field + "[" + i + "]", value.get(i)));
        }
        return texts;
    }

    private static Map<String, String> env(Settings settings) {
        var env = new LinkedHashMap<String, String>();
        var declared = settings.find("env");
        if (declared.isPresent() && !declared.get().isObject()) {
            throw Settings.wrong("env", "must be an object");
        }
        declared.ifPresent(
                it ->
                        it.properties()
                                .forEach(
                                        variable ->
                                                env.put(
                                                        name(variable.getKey()),
                                                        Settings.text(
                                                                "env." + variable.getKey(),
                                                                variable.getValue()))));
        return env;
    }

    private static String name(String variable) {
        if (!VARIABLE.matcher(variable).matches()) {
            throw Settings.wrong("env." + variable, "is no name for a variable");
        }
        return variable;
    }
}
