package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Laws of all blueprints: what is right is taken as what it means, what breaks it has a place. */
class BlueprintPropertyTest {

    private final Blueprints blueprints = new Blueprints(new CelTemplates());

    @Property(tries = 500)
    void a_blueprint_means_the_same_however_it_is_written(@ForAll @LongRange(min = 0) long seed) {
        var document = RandomBlueprints.of(seed);
        var workflow = workflow(Json.write(document), Format.JSON);
        assertThat(blueprints.fromDefinition(workflow.definition())).isEqualTo(workflow);
        assertThat(workflow(workflow.definition(), Format.JSON)).isEqualTo(workflow);
        var other = RandomBlueprints.shuffled(document, new SplittableRandom(seed));
        assertThat(workflow(Json.write(other), Format.JSON)).isEqualTo(workflow);
        assertThat(workflow(RandomBlueprints.yaml(other, ""), Format.YAML)).isEqualTo(workflow);
    }

    @Property(tries = 1_500)
    void what_breaks_a_blueprint_is_refused_where_it_is(
            @ForAll @LongRange(min = 0) long seed, @ForAll Breakage breakage) {
        var document = RandomBlueprints.of(seed);
        var place = breakage.breakIt(document, new SplittableRandom(seed));
        for (var format : Format.values()) {
            var text =
                    format == Format.JSON
                            ? Json.write(document)
                            : RandomBlueprints.yaml(document, "");
            var reading = read(text, format);
            assertThat(reading).as(text).isInstanceOf(Refused.class);
            assertThat(((Refused) reading).mistakes())
                    .anySatisfy(
                            mistake -> {
                                assertThat(mistake.path()).isEqualTo(place);
                                assertThat(mistake.line()).isNotNull();
                                assertThat(mistake.column()).isNotNull();
                            });
        }
    }

    private Workflow workflow(String text, Format format) {
        return switch (read(text, format)) {
            case Read(var workflow, _) -> workflow;
            case Refused(_, var mistakes) -> throw new AssertionError(mistakes + "\n" + text);
        };
    }

    private Reading read(String text, Format format) {
        return blueprints.read(text.getBytes(StandardCharsets.UTF_8), format);
    }
}
