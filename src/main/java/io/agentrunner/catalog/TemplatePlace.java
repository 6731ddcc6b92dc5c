package io.agentrunner.catalog;

import io.agentrunner.workflow.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a template stands, which decides what it may ask for.
 *
 * @param who says whose template it is
 * @param path of the step that it belongs to, empty where it belongs to none
 * @param earlier the steps that have results by then
 * @param timeline all those that ever have one
 * @param beside steps that may run at the same time
 * @param hasItem whether it is inside a {@code forEach}
 * @param inputsOnly whether nothing else is known by then
 * @param hasSecrets whether secrets may be asked for
 */
record TemplatePlace(
        String who,
        String path,
        List<String> earlier,
        List<String> timeline,
        Set<String> beside,
        boolean hasItem,
        boolean inputsOnly,
        boolean hasSecrets) {

    private static final Set<String> OF_AN_ITEM = Set.of("item", "index");

    static TemplatePlace output(List<String> timeline) {
        return new TemplatePlace(
                "the output", "", timeline, timeline, Set.of(), false, false, false);
    }

    static TemplatePlace key() {
        return new TemplatePlace("the key", "", List.of(), List.of(), Set.of(), false, true, false);
    }

    static TemplatePlace step(String name, List<String> earlier, List<String> timeline) {
        return new TemplatePlace(
                named(name), name, earlier, timeline, Set.of(), false, false, false);
    }

    /** The place of a step that has that name beside others inside this one. */
    TemplatePlace branch(String name, Set<String> names) {
        var all = new HashSet<>(beside);
        all.addAll(names);
        var inside = path + "." + name;
        return new TemplatePlace(
                named(inside), inside, earlier, timeline, all, hasItem, inputsOnly, hasSecrets);
    }

    /** The place of the step for each item of this one. */
    TemplatePlace each() {
        var inside = path + "[…]";
        return new TemplatePlace(
                named(inside), inside, earlier, timeline, beside, true, inputsOnly, hasSecrets);
    }

    TemplatePlace secrets(boolean possible) {
        return new TemplatePlace(
                who, path, earlier, timeline, beside, hasItem, inputsOnly, possible);
    }

    private static String named(String path) {
        return "step `" + path + "`";
    }

    /** What is wrong with asking for that here. */
    List<String> refusals(ExpressionReferences asked) {
        if (inputsOnly) {
            return asked.used().stream().sorted().map(TemplatePlace::notAnInput).toList();
        }
        var all = new ArrayList<String>();
        asked.unnamed().stream().sorted().map(TemplatePlace::asAWhole).forEach(all::add);
        asked.of("run").stream()
                .filter(field -> !TemplateVariables.RUN_FIELDS.contains(field))
                .map(TemplatePlace::notOfTheRun)
                .forEach(all::add);
        if (path.isEmpty()) {
            asked.of("run").stream()
                    .filter(TemplateVariables.STEP_FIELDS::contains)
                    .sorted()
                    .map(this::notOfAStep)
                    .forEach(all::add);
        }
        if (!hasSecrets && !asked.of("secrets").isEmpty()) {
            all.add(recordsASecret());
        }
        if (!hasItem) {
            asked.used().stream()
                    .filter(OF_AN_ITEM::contains)
                    .sorted()
                    .map(TemplatePlace::notInside)
                    .forEach(all::add);
        }
        asked.of("steps").stream()
                .filter(step -> !earlier.contains(step))
                .map(this::notEarlier)
                .forEach(all::add);
        return all;
    }

    private static String notAnInput(String variable) {
        return "uses `" + variable + "`; all that is known of a run by then are its `inputs`";
    }

    private static String asAWhole(String variable) {
        return "uses `%1$s` as a whole; write `%1$s.NAME`".formatted(variable);
    }

    private static String notOfTheRun(String field) {
        return "asks for `run."
                + field
                + "`; there are "
                + String.join(", ", TemplateVariables.RUN_FIELDS);
    }

    private String notOfAStep(String field) {
        return "asks for `run." + field + "`, which only steps have; this is " + who;
    }

    private String recordsASecret() {
        return "would record a secret in "
                + who
                + "; use secrets where the work is done: http, shell, java";
    }

    private static String notInside(String variable) {
        return "uses `" + variable + "`, which only the steps inside a `forEach` have";
    }

    private String notEarlier(String step) {
        if (timeline.contains(step)) {
            return "refers to step `%s`, which has no result before %s; only earlier steps have one"
                    .formatted(step, who);
        }
        if (beside.contains(step)) {
            return "refers to step `%s`, which runs at the same time as %s; only earlier steps have a result"
                    .formatted(step, who);
        }
        return "refers to step `"
                + step
                + "`, which is not in the timeline"
                + Suggestion.didYouMean(step, earlier);
    }
}
