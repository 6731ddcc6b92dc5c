package io.agentrunner.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The arrows that were found by trying are all that there are. */
class ArrowsTest {

    private static final Set<Arrow> POSSIBLE = Arrows.possible();

    @Provide
    Arbitrary<History> lives() {
        return Histories.any();
    }

    @Example
    void an_event_of_each_kind_is_tried() {
        assertThat(Arrows.events().<Class<?>>map(Object::getClass))
                .containsAll(Table.family(RunEvent.class).toList());
    }

    @Property
    void no_life_takes_an_arrow_that_was_not_found(@ForAll("lives") History life) {
        assertThat(POSSIBLE).containsAll(Arrows.of(life.events()));
    }
}
