package io.agentrunner.workflow.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The code under which an exception fails a step. Without it that is the class's simple name. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ErrorCode {

    /** {@code CARD_DECLINED}: what retry policies and rules match on. */
    String value();

    /** What a class of exceptions is called. */
    final class Of {

        private Of() {}

        /** Its code, or its simple name. */
        public static String type(Class<?> type) {
            var code = type.getAnnotation(ErrorCode.class);
            return code == null ? type.getSimpleName() : code.value();
        }
    }
}
