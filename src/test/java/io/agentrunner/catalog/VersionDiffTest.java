package io.agentrunner.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.flipkart.zjsonpatch.JsonPatch;
import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.VersionChanges.Changed;
import io.agentrunner.catalog.VersionChanges.Rules;
import io.agentrunner.workflow.Workflow;
import org.junit.jupiter.api.Test;

class VersionDiffTest {

    private static final Workflow BEFORE =
            workflow(
                    """
                    name: order
                    timeout: PT1H
                    inputs: {type: object, properties: {total: {type: number}, region: {type: string}}}
                    timeline: [validate, charge, ship]
                    steps:
                      validate: {type: set, value: 1}
                      charge: {type: set, value: 2, timeout: PT10S}
                      ship: {type: set, value: 3}
                    branch:
                      validate:
                        - {when: "inputs.total < 100", then: {skipTo: ship}}
                        - {otherwise: true, then: continue}
                    """);

    private static final Workflow AFTER =
            workflow(
                    """
                    name: order
                    timeout: PT2H
                    inputs: {type: object, required: [total], properties: {total: {type: number, minimum: 0}, carrier: {type: string}}}
                    timeline: [charge, validate, review]
                    steps:
                      validate: {type: set, value: 1}
                      charge: {type: set, value: 2, timeout: PT20S}
                      review: {type: approval, title: Fine?}
                    diverge:
                      charge:
                        - {otherwise: true, then: {backTo: charge}, max: 2}
                    """);

    private final VersionDiff diff = VersionDiff.of(BEFORE, AFTER);
    private final VersionChanges summary = diff.summary();

    @Test
    void the_patch_turns_one_definition_into_the_other() {
        assertThat(JsonPatch.apply(diff.patch(), Json.parse(BEFORE.definition())))
                .isEqualTo(Json.parse(AFTER.definition()));
        assertThat(diff.patch().valueStream().map(it -> it.path("op").asText()))
                .containsOnly("add", "remove", "replace");
    }

    @Test
    void steps_are_new_gone_changed_and_in_another_order() {
        assertThat(summary.steps().added()).containsExactly("review");
        assertThat(summary.steps().removed()).containsExactly("ship");
        assertThat(summary.steps().changed()).extracting(Changed::name).containsExactly("charge");
        assertThat(summary.steps().changed().getFirst().fields()).containsExactly("timeout");
        assertThat(summary.reordered()).isTrue();
    }

    @Test
    void rules_inputs_and_the_rest_are_told_apart() {
        assertThat(summary.rules())
                .containsExactly(
                        new Rules("diverge", "charge", 0, 1),
                        new Rules("branch", "validate", 2, 0));
        assertThat(summary.inputs().added()).containsExactly("carrier");
        assertThat(summary.inputs().removed()).containsExactly("region");
        assertThat(summary.inputs().changed())
                .extracting(Changed::name)
                .containsExactly("total", "schema");
        assertThat(summary.other()).containsExactly("timeout");
    }

    @Test
    void all_of_it_is_said_in_words() {
        assertThat(summary.sentences())
                .containsExactly(
                        "step review is new",
                        "step ship is gone",
                        "step charge changed: timeout",
                        "the steps come in another order",
                        "diverge rules of charge are new",
                        "branch rules of validate are gone",
                        "input carrier is new",
                        "input region is gone",
                        "input total changed: minimum",
                        "input schema changed: required",
                        "timeout changed");
    }

    @Test
    void a_version_differs_from_itself_in_nothing() {
        var nothing = VersionDiff.of(AFTER, AFTER);
        assertThat(nothing.patch()).isEmpty();
        assertThat(nothing.summary().sentences()).isEmpty();
        assertThat(nothing.summary().reordered()).isFalse();
    }

    private static Workflow workflow(String yaml) {
        var blueprints = new Blueprints(new CelTemplates());
        return ((Read) blueprints.read(yaml.getBytes(UTF_8), Format.YAML)).workflow();
    }
}
