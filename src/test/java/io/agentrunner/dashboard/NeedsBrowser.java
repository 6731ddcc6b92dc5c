package io.agentrunner.dashboard;

import java.io.PrintStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
        private static final AtomicBoolean SAID = new AtomicBoolean();

        private final Optional<Path> browser;
        private final boolean isRequired;
        private final AtomicBoolean said;
        private final PrintStream out;

        /** For JUnit. */
        @SuppressWarnings("unused")
        Condition() {
            this(Browser.program(), Boolean.parseBoolean(System.getenv("CI")), SAID, System.err);
        }

        Condition(Optional<Path> browser, boolean isRequired, AtomicBoolean said, PrintStream out) {
            this.browser = browser;
            this.isRequired = isRequired;
            this.said = said;
            this.out = out;
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return evaluate();
        }

        ConditionEvaluationResult evaluate() {
            if (browser.isPresent()) {
                return ConditionEvaluationResult.enabled("there is a browser");
            }
            if (isRequired) {
                throw new IllegalStateException(MISSING);
            }
            if (said.compareAndSet(false, true)) {
                out.println("*** " + MISSING + " ***");
            }
            return ConditionEvaluationResult.disabled(MISSING);
        }
    }
}
