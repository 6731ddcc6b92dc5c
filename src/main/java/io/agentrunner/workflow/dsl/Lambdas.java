package io.agentrunner.workflow.dsl;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the method behind a method reference or a lambda, and the types that it says it has. */
final class Lambdas {

    /** What the container puts around a bean. */
    private static final Pattern PROXY = Pattern.compile("_(ClientProxy|Subclass)$");

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
        var named = type.getDeclaredMethod(lambda.getImplMethodName(), signature.parameterArray());
        return lambda.getCapturedArgCount() == 0 || Modifier.isPrivate(named.getModifiers())
                ? named
                : called(named, lambda.getCapturedArg(0).getClass());
    }

    /** What is called on that class, which may have a method of its own for it. */
    private static Method called(Method named, Class<?> receiver) {
        for (Class<?> type = receiver;
                type != null && named.getDeclaringClass().isAssignableFrom(type);
                type = type.getSuperclass()) {
            var own =
                    Arrays.stream(type.getDeclaredMethods())
                            .filter(it -> it.getName().equals(named.getName()))
                            .filter(
                                    it ->
                                            Arrays.equals(
                                                    it.getParameterTypes(),
                                                    named.getParameterTypes()))
                            .filter(it -> !it.isBridge() && !Modifier.isAbstract(it.getModifiers()))
                            .findFirst();
            if (own.isPresent() && !PROXY.matcher(type.getName()).find()) {
                return own.get();
            }
        }
        return named;
    }

    private static Method ownMethod(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(it -> !it.isSynthetic())
                .filter(it -> List.of("run", "applies").contains(it.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no method of its own"));
    }

    /** Whether what an accessor gives need not be there. */
    static boolean mayBeMissing(Method accessor) {
        return accessor.getReturnType().getName().startsWith("java.util.Optional")
                || Stream.of(
                                accessor.getAnnotations(),
                                accessor.getAnnotatedReturnType().getAnnotations())
                        .flatMap(Arrays::stream)
                        .anyMatch(it -> it.annotationType().getSimpleName().equals("Nullable"));
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
