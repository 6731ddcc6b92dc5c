package io.agentrunner.steps;

import jakarta.enterprise.context.ApplicationScoped;

/** A bean that nobody asks for: its methods are steps. */
@ApplicationScoped
class Greetings implements JavaSteps {

    record Person(String name) {}

    @NamedStep("test-greet")
    String greet(Person person, StepContext context) {
        return "Hello, " + person.name() + ", from attempt " + context.attempt() + "!";
    }
}
