package io.agentrunner.catalog;

import io.agentrunner.workflow.Step;
import io.agentrunner.workflow.Validator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The kinds of step that a blueprint can name, and the fields each of them has. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and references to static methods never change
enum StepKind {
    SET("set", WorkFields::checkSet, "value"),
    SHELL("shell", WorkFields::checkShell, "run", "env", "artifacts"),
    HTTP("http", WorkFields::checkHttp, "request"),
    JAVA("java", WorkFields::checkJava, "step", "with"),
    SLEEP("sleep", WaitFields::checkSleep, "for", "until"),
    APPROVAL(
            "approval",
            WaitFields::checkApproval,
            "title",
            "kind",
            "data",
            "form",
            "timeout",
            "onTimeout"),
    SIGNAL("signal", WaitFields::checkSignal, "name", "timeout"),
    PARALLEL("parallel", NestedFields::checkParallel, "steps", "maxParallel", "onError"),
    FOR_EACH("forEach", NestedFields::checkForEach, "items", "step", "maxParallel", "onError"),
    RUN("run", WaitFields::checkRun, "workflow", "version", "inputs");

    /** Kinds that this version does not have yet. */
    static final List<String> LATER = List.of("llm", "worker");

    private static final Set<String> LITERAL =
            Set.of(
                    "step",
                    "steps",
                    "kind",
                    "form",
                    "timeout",
                    "onTimeout",
                    "maxParallel",
                    "onError");

    private final String type;
    private final Consumer<Fields> check;
    private final List<String> fields;

    StepKind(String type, Consumer<Fields> check, String... fields) {
        this.type = type;
        this.check = check;
        this.fields = List.of(fields);
    }

    static Optional<StepKind> of(String type) {
        return Stream.of(values()).filter(kind -> kind.type.equals(type)).findFirst();
    }

    static List<String> types() {
        return Stream.of(values()).map(StepKind::type).toList();
    }

    /** As blueprints write it. */
    String type() {
        return type;
    }

    /** The fields of this kind beyond those that all steps have. */
    List<String> fields() {
        return fields;
    }

    /** Those of them in which expressions are evaluated. */
    List<String> templates() {
        return fields.stream().filter(field -> !LITERAL.contains(field)).toList();
    }

    /** Those and the fields of every kind. */
    static List<String> allFields(List<String> common) {
        var kinds = Stream.of(values()).flatMap(kind -> kind.fields.stream());
        return Stream.concat(common.stream(), kinds).distinct().toList();
    }

    /** Whether steps are inside it. */
    boolean nests() {
        return this == PARALLEL || this == FOR_EACH;
    }

    /** Whether its {@code timeout} is how long it waits, and not how long an attempt works. */
    boolean waits() {
        return fields.contains("timeout");
    }

    /** How long an attempt may take where the blueprint doesn't say: others' work has no limit. */
    Duration usualTimeout() {
        return nests() || this == RUN ? Validator.LONGEST : Step.DEFAULT_TIMEOUT;
    }

    /** Adds what is wrong with the fields of this kind to the document's mistakes. */
    void check(Fields step) {
        check.accept(step);
    }
}
