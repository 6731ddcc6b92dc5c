package io.agentrunner.workflow.dsl;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step does: a method of the bean, by reference. It takes the {@link Context} and the values
 * that the step names, runs on a virtual thread of its own, may block, and is interrupted when it
 * has to stop. What it throws fails the attempt under the exception's {@link ErrorCode}, or its
 * simple name.
 *
 * <p>Serializable only so that the method behind a reference can be found: its types say how the
 * values are read.
 */
public sealed interface Body extends Serializable {

    /** Does it with values that have the types it takes. */
    @Nullable Object call(Context context, List<@Nullable Object> values) throws Exception;

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends @Nullable Object> T at(int place, List<@Nullable Object> values) {
        return (T) values.get(place);
    }

    /** Takes nothing but the context. */
    @FunctionalInterface
    non-sealed interface Of0<R extends @Nullable Object> extends Body {
        R run(Context context) throws Exception;

        @Override
        default @Nullable Object call(Context context, List<@Nullable Object> values)
                throws Exception {
            return run(context);
        }
    }

    /** Takes one value. */
    @FunctionalInterface
    non-sealed interface Of1<A, R extends @Nullable Object> extends Body {
        R run(Context context, A a) throws Exception;

        @Override
        default @Nullable Object call(Context context, List<@Nullable Object> values)
                throws Exception {
            return run(context, at(0, values));
        }
    }

    /** Takes two. */
    @FunctionalInterface
    non-sealed interface Of2<A, B, R extends @Nullable Object> extends Body {
        R run(Context context, A a, B b) throws Exception;

        @Override
        default @Nullable Object call(Context context, List<@Nullable Object> values)
                throws Exception {
            return run(context, at(0, values), at(1, values));
        }
    }

    /** Takes three. */
    @FunctionalInterface
    non-sealed interface Of3<A, B, C, R extends @Nullable Object> extends Body {
        R run(Context context, A a, B b, C c) throws Exception;

        @Override
        default @Nullable Object call(Context context, List<@Nullable Object> values)
                throws Exception {
            return run(context, at(0, values), at(1, values), at(2, values));
        }
    }

    /** Takes four. */
    @FunctionalInterface
    non-sealed interface Of4<A, B, C, D, R extends @Nullable Object> extends Body {
        R run(Context context, A a, B b, C c, D d) throws Exception;

        @Override
        default @Nullable Object call(Context context, List<@Nullable Object> values)
                throws Exception {
            return run(context, at(0, values), at(1, values), at(2, values), at(3, values));
        }
    }

    /** Takes five. */
    @FunctionalInterface
    non-sealed interface Of5<A, B, C, D, E, R extends @Nullable Object> extends Body {
        R run(Context context, A a, B b, C c, D d, E e) throws Exception;

        @Override
        default @Nullable Object call(Context context, List<@Nullable Object> values)
                throws Exception {
            return run(
                    context,
                    at(0, values),
                    at(1, values),
                    at(2, values),
                    at(3, values),
                    at(4, values));
        }
    }

    /** Takes six. */
    @FunctionalInterface
    non-sealed interface Of6<A, B, C, D, E, F, R extends @Nullable Object> extends Body {
        R run(Context context, A a, B b, C c, D d, E e, F f) throws Exception;

        @Override
        default @Nullable Object call(Context context, List<@Nullable Object> values)
                throws Exception {
            return run(
                    context,
                    at(0, values),
                    at(1, values),
                    at(2, values),
                    at(3, values),
                    at(4, values),
                    at(5, values));
        }
    }
}
