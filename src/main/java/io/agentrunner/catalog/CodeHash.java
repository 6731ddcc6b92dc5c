package io.agentrunner.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.DebugElementsOption;
import java.lang.classfile.ClassFile.LineNumbersOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a method does, as a hash: of its instructions, and of those of the methods that it calls in
 * the same source file. Comments, line numbers and the rest of the file don't change it; code that
 * it calls elsewhere doesn't either.
 */
public final class CodeHash {

    private static final ClassFile FILES =
            ClassFile.of(DebugElementsOption.DROP_DEBUG, LineNumbersOption.DROP_LINE_NUMBERS);

    private final ClassLoader loader;
    private final String file;
    private final Map<String, Optional<ClassModel>> classes = new HashMap<>();
    private final Set<Called> seen = new HashSet<>();
    private final ArrayDeque<Called> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();

    private CodeHash(Class<?> type) {
        var own = type.getClassLoader();
        this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        this.file = file(type.getName().replace('.', '/'));
    }

    private record Called(String owner, String name, String type) {}

    /** {@code sha256:} and the hash of what that method does. */
    public static String of(Method method) {
        var type = method.getDeclaringClass();
        var hash = new CodeHash(type);
        var signature =
                java.lang.invoke.MethodType.methodType(
                        method.getReturnType(), method.getParameterTypes());
        hash.call(
                new Called(
                        type.getName().replace('.', '/'),
                        method.getName(),
                        signature.toMethodDescriptorString()));
        return hash.result();
    }

    private String result() {
        while (!open.isEmpty()) {
            var called = open.remove();
            find(called)
                    .ifPresent(
                            method -> {
                                text.append(called.type()).append('\n');
                                write(method);
                            });
        }
        return sha256(text.toString());
    }

    private void call(Called called) {
        if (file(called.owner()).equals(file) && seen.add(called)) {
            open.add(called);
        }
    }

    private static String file(String owner) {
        int nested = owner.indexOf('$');
        return nested < 0 ? owner : owner.substring(0, nested);
    }

    private Optional<MethodModel> find(Called called) {
        return classes.computeIfAbsent(called.owner(), this::read).stream()
                .flatMap(type -> type.methods().stream())
                .filter(it -> it.methodName().equalsString(called.name()))
                .filter(it -> it.methodType().equalsString(called.type()))
                .findFirst();
    }

    private Optional<ClassModel> read(String owner) {
        try (var bytes = loader.getResourceAsStream(owner + ".class")) {
            return bytes == null
                    ? Optional.empty()
                    : Optional.of(FILES.parse(bytes.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void write(MethodModel method) {
        var labels = new HashMap<Label, Integer>();
        method.code()
                .ifPresent(
                        code ->
                                code.forEach(
                                        element ->
                                                text.append(words(element, labels)).append('\n')));
    }

    /** The name of a lambda's method is left to chance; what it does is looked at itself. */
    private String words(CodeElement element, Map<Label, Integer> labels) {
        return switch (element) {
            case LabelTarget target -> "at " + number(target.label(), labels);
            case BranchInstruction branch ->
                    branch.opcode() + " " + number(branch.target(), labels);
            case ExceptionCatch caught ->
                    "catch %d %d %d %s"
                            .formatted(
                                    number(caught.tryStart(), labels),
                                    number(caught.tryEnd(), labels),
                                    number(caught.handler(), labels),
                                    caught.catchType().map(it -> it.asInternalName()).orElse(""));
            case TableSwitchInstruction table ->
                    "switch "
                            + number(table.defaultTarget(), labels)
                            + cases(table.cases(), labels);
            case LookupSwitchInstruction lookup ->
                    "switch "
                            + number(lookup.defaultTarget(), labels)
                            + cases(lookup.cases(), labels);
            case InvokeInstruction invoke -> {
                call(
                        new Called(
                                invoke.owner().asInternalName(),
                                invoke.name().stringValue(),
                                invoke.type().stringValue()));
                yield invoke.toString();
            }
            case InvokeDynamicInstruction dynamic ->
                    "dynamic "
                            + dynamic.name()
                            + dynamic.type()
                            + dynamic.invokedynamic().bootstrap().arguments().stream()
                                    .map(this::argument)
                                    .toList();
            default -> element.toString();
        };
    }

    private String argument(LoadableConstantEntry argument) {
        if (argument instanceof MethodHandleEntry handle) {
            var method = handle.reference();
            call(
                    new Called(
                            method.owner().asInternalName(),
                            method.name().stringValue(),
                            method.type().stringValue()));
            return method.name().stringValue().startsWith("lambda$")
                    ? "lambda"
                    : method.owner().asInternalName() + method.name() + method.type();
        }
        return argument.toString();
    }

    private static String cases(List<SwitchCase> cases, Map<Label, Integer> labels) {
        return cases.stream()
                .map(it -> " " + it.caseValue() + ":" + number(it.target(), labels))
                .collect(Collectors.joining());
    }

    private static int number(Label label, Map<Label, Integer> labels) {
        return labels.computeIfAbsent(label, _ -> labels.size());
    }

    private static String sha256(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            return "sha256:"
                    + HexFormat.of().formatHex(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
