package io.agentrunner.workflow.dsl;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the method behind a method reference or a lambda, and the types that it says it has. */
final class Lambdas {

    private Lambdas() {}

    /**
     * The method that it stands for.
     *
     * @throws IllegalArgumentException when there is none, as for a constructor
     */
    static Method method(Serializable function) {
        try {
            var replace = function.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            return method((SerializedLambda) replace.invoke(function), function.getClass());
        } catch (NoSuchMethodException itIsAClass) {
            return ownMethod(function.getClass());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException("its method can't be found: " + e, e);
        }
    }

    private static Method method(SerializedLambda lambda, Class<?> near)
            throws ReflectiveOperationException {
        var loader = near.getClassLoader();
        var type = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
        if (lambda.getImplMethodName().equals("<init>")) {
            throw new IllegalArgumentException("it is a constructor; refer to a method");
        }
        var signature =
                MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader);
        return type.getDeclaredMethod(lambda.getImplMethodName(), signature.parameterArray());
    }

    private static Method ownMethod(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(it -> !it.isSynthetic())
                .filter(it -> List.of("run", "applies").contains(it.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no method of its own"));
    }

    /** The types of its last parameters; what a lambda caught comes before them. */
    static List<Type> lastParameters(Method method, int number) {
        var all = List.of(method.getGenericParameterTypes());
        if (all.size() < number) {
            throw new IllegalArgumentException(
                    "`%s` takes the context as the receiver; refer to a method of the bean"
                            .formatted(method.getName()));
        }
        return all.subList(all.size() - number, all.size());
    }

    /** The first that says all that JSON has to know of a type; null when neither does. */
    static @Nullable Type complete(@Nullable Type one, @Nullable Type other) {
        return isComplete(one) ? one : isComplete(other) ? other : null;
    }

    private static boolean isComplete(@Nullable Type type) {
        return switch (type) {
            case Class<?> simple -> simple.getTypeParameters().length == 0;
            case ParameterizedType whole ->
                    Arrays.stream(whole.getActualTypeArguments()).allMatch(Lambdas::isComplete);
            case GenericArrayType array -> isComplete(array.getGenericComponentType());
            case null, default -> false;
        };
    }
}
