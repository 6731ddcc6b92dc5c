package io.agentrunner.catalog;

import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Flow.Turn;
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
 * @param unsure those of them that may have been skipped, or have failed
 * @param timeline all those that ever have one
 * @param beside steps that may run at the same time
 * @param hasItem whether it is inside a {@code forEach}
 * @param inputsOnly whether nothing else is known by then
 * @param hasSecrets whether secrets may be asked for
 * @param endings {@code error} or {@code result} where it is a rule's
 */
record TemplatePlace(
        String who,
        String path,
        List<String> earlier,
        Set<String> unsure,
        List<String> timeline,
        Set<String> beside,
        boolean hasItem,
        boolean inputsOnly,
        boolean hasSecrets,
        Set<String> endings) {

    private static final Set<String> OF_AN_ITEM = Set.of("item", "index");

    static TemplatePlace output(Draft draft) {
        int end = draft.timeline().size();
        return inTimeline("the output", "", end, draft);
    }

    static TemplatePlace key() {
        return new TemplatePlace(
                "the key", "", List.of(), Set.of(), List.of(), Set.of(), false, true, false,
                Set.of());
    }

    static TemplatePlace step(String name, Draft draft) {
        int index = draft.timeline().indexOf(name);
        int at = index < 0 ? draft.timeline().size() : index;
        return inTimeline(named(name), name, at, draft);
    }

    /** The place of the rules that follow a step; after its success it has a result itself. */
    static TemplatePlace rule(Turn turn, String step, Draft draft) {
        int index = draft.timeline().indexOf(step);
        int at = turn == Turn.BRANCH ? index + 1 : index;
        var place = inTimeline("a rule after step `" + step + "`", "", at, draft);
        var sure = new HashSet<>(place.unsure);
        sure.remove(step);
        return new TemplatePlace(
                place.who,
                "",
                place.earlier,
                sure,
                place.timeline,
                Set.of(),
                false,
                false,
                false,
                Set.of(FlowCheck.subject(turn)));
    }

    /** The place of a named predicate, which is that of whatever rule asks it. */
    static TemplatePlace predicate(String name, Draft draft) {
        return new TemplatePlace(
                "predicate `" + name + "`",
                "",
                draft.timeline(),
                Set.of(),
                draft.timeline(),
                Set.of(),
                false,
                false,
                false,
                Set.copyOf(TemplateVariables.OF_RULES));
    }

    private static TemplatePlace inTimeline(String who, String path, int at, Draft draft) {
        var timeline = draft.timeline();
        return new TemplatePlace(
                who,
                path,
                timeline.subList(0, at),
                Detours.unsure(draft, at),
                timeline,
                Set.of(),
                false,
                false,
                false,
                Set.of());
    }

    /** The place of a step that has that name beside others inside this one. */
    TemplatePlace branch(String name, Set<String> names) {
        var all = new HashSet<>(beside);
        all.addAll(names);
        var inside = path + "." + name;
        return inside(inside, all, hasItem);
    }

    /** The place of the step for each item of this one. */
    TemplatePlace each() {
        return inside(path + "[…]", beside, true);
    }

    private TemplatePlace inside(String inside, Set<String> besides, boolean item) {
        return new TemplatePlace(
                named(inside),
                inside,
                earlier,
                unsure,
                timeline,
                besides,
                item,
                inputsOnly,
                hasSecrets,
                endings);
    }

    TemplatePlace secrets(boolean possible) {
        return new TemplatePlace(
                who,
                path,
                earlier,
                unsure,
                timeline,
                beside,
                hasItem,
                inputsOnly,
                possible,
                endings);
    }

    private static String named(String path) {
        return "step `" + path + "`";
    }

    /** What is wrong with asking for that here. */
    List<String> refusals(ExpressionReferences asked) {
        var all = new ArrayList<String>();
        if (inputsOnly) {
            asked.used().stream().sorted().map(TemplatePlace::notAnInput).forEach(all::add);
            return all;
        }
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
        TemplateVariables.OF_RULES.stream()
                .filter(it -> asked.used().contains(it) && !endings.contains(it))
                .map(TemplatePlace::notOfThatRule)
                .forEach(all::add);
        asked.of("steps").stream()
                .filter(step -> !earlier.contains(step))
                .map(this::notEarlier)
                .forEach(all::add);
        asked.of("steps").stream()
                .filter(step -> unsure.contains(step) && !asked.guarded().contains(step))
                .map(TemplatePlace::unsure)
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

    private static String notOfThatRule(String variable) {
        return "uses `%s`, which only the rules under `%s` have"
                .formatted(variable, variable.equals("error") ? "diverge" : "branch");
    }

    private static String unsure(String step) {
        return "refers to step `%1$s`, which may have been skipped or have failed by then; ask"
                        .formatted(step)
                + " `has(steps.%1$s)` first, or write `steps.?%1$s`".formatted(step);
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
