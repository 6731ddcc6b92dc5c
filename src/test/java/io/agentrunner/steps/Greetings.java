package io.agentrunner.steps;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A bean that nobody asks for: its methods are steps. */
@ApplicationScoped
class Greetings implements JavaSteps {

    record Person(String name) {}

    private final AtomicInteger calls = new AtomicInteger();

    @NamedStep("test-once")
    List<Integer> once(StepContext context) throws Exception {
        var type = Integer.class;
        int first = context.sideEffect("call", type, calls::incrementAndGet);
        if (context.attempt() == 1) {
            throw new StepFailed("AGAIN", "the first attempt fails");
        }
        return List.of(first, context.sideEffect("call", type, calls::incrementAndGet));
    }

    @NamedStep("test-greet")
    String greet(Person person, StepContext context) {
        return "Hello, " + person.name() + ", from attempt " + context.attempt() + "!";
    }
}
