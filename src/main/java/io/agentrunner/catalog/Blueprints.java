package io.agentrunner.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.http.Problem.Mistake;
import io.agentrunner.http.Unstorable;
import io.agentrunner.workflow.Draft;
import io.agentrunner.workflow.Pointer;
import io.agentrunner.workflow.Validator;
import io.agentrunner.workflow.Validator.Breach;
import io.agentrunner.workflow.Workflow;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads blueprints: into a workflow, or into all the mistakes that keep it from being one. */
public final class Blueprints {

    private static final int MOST_MISTAKES = 100;
    private static final String IN_JAVA =
            "belongs to workflows written in Java; ask with `when` or `match`";
    private static final String BYTE_ORDER_MARK = "^\uFEFF";

    private final CelTemplates templates;

    public Blueprints(CelTemplates templates) {
        this.templates = templates;
    }

    /** How a blueprint is written down. */
    public enum Format {
        YAML,
        JSON;

        /** By the ending of a file's name; empty for a file that is no blueprint. */
        public static Optional<Format> ofFile(Path file) {
            var name = file.toString();
            if (name.endsWith(".json")) {
                return Optional.of(JSON);
            }
            return name.endsWith(".yaml") || name.endsWith(".yml")
                    ? Optional.of(YAML)
                    : Optional.empty();
        }
    }

    /** What came of reading. */
    public sealed interface Reading {
        /**
         * A workflow.
         *
         * @param warnings what it may say, and hardly means
         */
        record Read(Workflow workflow, List<Mistake> warnings) implements Reading {
            public Read {
                warnings = List.copyOf(warnings);
            }
        }

        /**
         * Nothing came of it; every mistake says where and what to do.
         *
         * @param readable it was YAML or JSON at least
         */
        record Refused(boolean readable, List<Mistake> mistakes) implements Reading {
            public Refused {
                mistakes = List.copyOf(mistakes);
            }
        }
    }

    public Reading read(byte[] content, Format format) {
        try {
            return refusingJava(source(text(content), format));
        } catch (Unreadable e) {
            return new Reading.Refused(false, e.mistakes());
        }
    }

    /**
     * The workflow of a canonical definition. Its rules were checked when it was published; a
     * stricter version of this program does not take a workflow from the runs that have it.
     *
     * @throws IllegalArgumentException when it has fields that this version doesn't know
     */
    public Workflow fromDefinition(String definition) {
        try {
            var reader = new BlueprintReader(JsonSource.read(definition));
            var draft = reader.read();
            if (!reader.mistakes().isEmpty()) {
                throw new Unreadable(reader.mistakes());
            }
            return draft.publish(definition, Canonical.version(definition));
        } catch (Unreadable e) {
            throw new IllegalArgumentException("not a stored definition: " + e.getMessage(), e);
        }
    }

    /** A rule that asks the program is that of a workflow which is part of it. */
    private Reading refusingJava(Source source) {
        var reading = read(source);
        var mistakes =
                new ArrayList<>(
                        FlowReader.javaRules(source.root()).stream()
                                .map(rule -> source.at(rule, IN_JAVA))
                                .toList());
        if (mistakes.isEmpty()) {
            return reading;
        }
        if (reading instanceof Reading.Refused refused) {
            mistakes.addAll(refused.mistakes());
        }
        return new Reading.Refused(true, inOrder(mistakes));
    }

    /** Reads what a workflow written in Java says. */
    Reading readJava(String blueprint) {
        try {
            return read(JsonSource.read(blueprint));
        } catch (Unreadable e) {
            return new Reading.Refused(false, e.mistakes());
        }
    }

    static String text(byte[] content) throws Unreadable {
        if (content.length > Source.MAX_CHARACTERS) {
            throw Unreadable.at(1, 1, "has " + content.length + " bytes; 1048576 are possible");
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return text.toString().replaceFirst(BYTE_ORDER_MARK, "");
        } catch (CharacterCodingException e) {
            throw Unreadable.at(1, 1, "is not in UTF-8; save it in that encoding");
        }
    }

    private static Source source(String text, Format format) throws Unreadable {
        return switch (format) {
            case YAML -> YamlSource.read(text);
            case JSON -> JsonSource.read(text);
        };
    }

    private Reading read(Source source) {
        var reader = new BlueprintReader(source);
        var draft = reader.read();
        var mistakes = new ArrayList<>(reader.mistakes());
        mistakes.addAll(breaches(source, draft, reader.mistakes()));
        mistakes.addAll(schemaMistakes(source));
        mistakes.addAll(SleepCheck.in(source));
        var findings = new Findings(source);
        var types = new DraftTypes(source, draft, templates);
        TemplateCheck.check(source, draft, types, templates, findings);
        FlowCheck.check(draft, types, templates, findings);
        mistakes.addAll(findings.mistakes());
        if (!isStorable(source.root())) {
            mistakes.add(source.at("", "contains U+0000 or half a pair, which can't be stored"));
        }
        if (hasNumberBeyondMeasure(source.root())) {
            mistakes.add(source.at("", "contains a number whose exponent is beyond 400"));
        }
        if (!mistakes.isEmpty()) {
            return new Reading.Refused(true, inOrder(mistakes));
        }
        var warnings = new ArrayList<>(findings.warnings());
        Validator.doubts(draft).stream()
                .map(doubt -> source.at(doubt.path(), doubt.message()))
                .forEach(warnings::add);
        return new Reading.Read(fromDefinition(Canonical.json(draft)), inOrder(warnings));
    }

    /** PostgreSQL takes neither. */
    private static boolean isStorable(JsonNode node) {
        return isStorable(node.asText())
                && node.valueStream().allMatch(Blueprints::isStorable)
                && node.propertyStream().allMatch(field -> isStorable(field.getKey()));
    }

    private static boolean hasNumberBeyondMeasure(JsonNode node) {
        return Unstorable.isBeyondMeasure(node)
                || node.valueStream().anyMatch(Blueprints::hasNumberBeyondMeasure);
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The rules' breaches, without those that only follow from a mistake already found. */
    private static List<Mistake> breaches(Source source, Draft draft, List<Mistake> known) {
        return Validator.check(draft).stream()
                .filter(breach -> !source.root().at(breach.path()).isMissingNode())
                .filter(breach -> known.stream().noneMatch(k -> explains(k, breach)))
                .map(breach -> source.at(breach.path(), breach.message()))
                .toList();
    }

    private static boolean explains(Mistake known, Breach breach) {
        var path = String.valueOf(known.path());
        boolean noTimeline = path.startsWith("/timeline") || path.isEmpty();
        return path.equals(breach.path())
                || (noTimeline && breach.message().contains("timeline"))
                || (noTimeline && breach.path().startsWith("/timeline"));
    }

    private static List<Mistake> schemaMistakes(Source source) {
        var forms =
                StepPlace.all(source)
                        .filter(place -> place.is(StepKind.APPROVAL))
                        .map(place -> Pointer.to(place.pointer(), "form"))
                        .flatMap(form -> schemaMistakes(source, form, "the data of a decision"));
        return Stream.concat(schemaMistakes(source, "/inputs", "a run's inputs"), forms).toList();
    }

    private static Stream<Mistake> schemaMistakes(Source source, String pointer, String what) {
        var schema = source.root().at(pointer);
        return schema.isObject()
                ? InputSchema.mistakesIn(schema, what).stream()
                        .map(it -> source.at(pointer + it.path(), it.message()))
                : Stream.empty();
    }

    private static List<Mistake> inOrder(List<Mistake> mistakes) {
        return mistakes.stream()
                .distinct()
                .sorted(
                        Comparator.comparingInt((Mistake it) -> order(it.line()))
                                .thenComparingInt(it -> order(it.column())))
                .limit(MOST_MISTAKES)
                .toList();
    }

    private static int order(@Nullable Integer place) {
        return place == null ? 0 : place;
    }
}
