package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepExecutor;
import io.agentrunner.postgres.TestDatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class StepBeansTest {

    @Inject @Any Instance<StepExecutor> executors;
    @Inject JavaStep java;

    @Test
    void every_kind_of_step_is_found() {
        assertThat(executors.stream().map(StepExecutor::type))
                .contains("set", "sleep", "http", "shell", "java")
                .contains("approval", "signal", "parallel", "forEach", "run");
    }

    @Test
    void a_method_of_a_bean_is_a_step_though_nobody_asks_for_the_bean() throws Exception {
        var task = TestTask.of("{\"step\": \"test-greet\", \"with\": {\"name\": \"Ada\"}}");
        assertThat(java.execute(task.task()))
                .isEqualTo(Outcome.completed("\"Hello, Ada, from attempt 1!\""));
    }
}
