package io.agentrunner.catalog;

import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.workflow.Workflow;
import io.agentrunner.workflow.dsl.Defined;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Checks workflows written in Java, by the rules that hold for blueprints. */
public final class JavaWorkflows {

    private static final Logger LOG = Logger.getLogger(JavaWorkflows.class);
    private static final Pattern PLACE =
            Pattern.compile("/(steps|diverge|branch)/([^/]+)(?:/(\\d+))?.*");

    private static final Pattern UNSURE =
            Pattern.compile(".*refers to step `([^`]+)`, which may have been skipped.*");

    private final Blueprints blueprints;
    private final JavaCode code;

    public JavaWorkflows(JavaCode code, Blueprints blueprints) {
        this.blueprints = blueprints;
        this.code = code;
    }

    /**
     * What came of checking.
     *
     * @param workflows those without a mistake
     * @param mistakes what has to be mended, each with the workflow, the step and the remedy
     * @param warnings what they may say, and hardly mean
     */
    public record Checked(List<Workflow> workflows, List<String> mistakes, List<String> warnings) {

        public Checked {
            workflows = List.copyOf(workflows);
            mistakes = List.copyOf(mistakes);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * All of them, when none has a mistake; doubts are logged.
     *
     * @throws MalformedWorkflows with all mistakes
     */
    List<Workflow> usable() {
        var checked = check();
        checked.warnings().forEach(LOG::warn);
        if (!checked.mistakes().isEmpty()) {
            throw new MalformedWorkflows(checked.mistakes());
        }
        return checked.workflows();
    }

    /** What the workflows are called. */
    Set<String> names() {
        return code.defined().stream().map(Defined::name).collect(Collectors.toSet());
    }

    /** Checks all of them. */
    public Checked check() {
        var workflows = new ArrayList<Workflow>();
        var mistakes = new ArrayList<>(code.mistakes());
        var warnings = new ArrayList<String>();
        for (var defined : code.defined()) {
            switch (blueprints.readJava(defined.blueprint())) {
                case Refused(_, var found) ->
                        found.forEach(mistake -> mistakes.add(line(defined, mistake)));
                case Read(var workflow, var doubts) -> {
                    workflows.add(workflow);
                    doubts.forEach(doubt -> warnings.add(line(defined, doubt)));
                }
            }
        }
        return new Checked(workflows, mistakes, warnings);
    }

    private static String line(Defined<?, ?> defined, Mistake mistake) {
        return "workflow `%s`%s: %s"
                .formatted(
                        defined.name(),
                        place(String.valueOf(mistake.path())),
                        inJava(mistake.message()));
    }

    /** What is mended otherwise in Java than in a template. */
    private static String inJava(String message) {
        var unsure = UNSURE.matcher(message);
        return unsure.matches()
                ? "takes the result of `%1$s`, which may have been skipped or have failed by then; take it as `optional(%1$s)`"
                        .formatted(unsure.group(1))
                : message;
    }

    private static String place(String pointer) {
        var matcher = PLACE.matcher(pointer);
        if (!matcher.matches()) {
            return pointer.isEmpty() ? "" : ", " + pointer.substring(1);
        }
        var step = ", step `" + matcher.group(2) + "`";
        if (matcher.group(1).equals("steps")) {
            return step;
        }
        var rule = matcher.group(3);
        return step
                + ", "
                + matcher.group(1)
                + (rule == null ? "" : " rule " + (Integer.parseInt(rule) + 1));
    }
}
