package io.agentrunner.dashboard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests in a real browser. Where there is none they are skipped with one loud line; with {@code
 * CI=true} that is a failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBrowser.Condition.class)
@interface NeedsBrowser {

    /** Looks for a browser. */
    final class Condition implements ExecutionCondition {

        private static final String MISSING =
                "NO BROWSER TESTS: Chromium is missing (Debian: apt install chromium; or name it in CHROMIUM)";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Browser.program().isPresent()) {
                return ConditionEvaluationResult.enabled("there is a browser");
            }
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new IllegalStateException(MISSING);
            }
            System.err.println("\n*** " + MISSING + " ***\n");
            return ConditionEvaluationResult.disabled(MISSING);
        }
    }
}
