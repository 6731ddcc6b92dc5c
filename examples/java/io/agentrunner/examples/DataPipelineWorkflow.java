package io.agentrunner.examples;

import static io.agentrunner.workflow.dsl.Dsl.fail;
import static io.agentrunner.workflow.dsl.Dsl.otherwise;
import static io.agentrunner.workflow.dsl.Dsl.proceed;
import static io.agentrunner.workflow.dsl.Dsl.seconds;
import static io.agentrunner.workflow.dsl.Dsl.when;

import io.agentrunner.examples.DataPipelineWorkflow.Files;
import io.agentrunner.examples.DataPipelineWorkflow.Report;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.ErrorCode;
import io.agentrunner.workflow.dsl.Tried;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Cleans files three at a time and merges what is usable; a broken file stops nobody: {@code
 * data-pipeline.yaml} in Java.
 */
@ApplicationScoped
@LookupIfProperty(name = "agent-runner.examples", stringValue = "true")
public class DataPipelineWorkflow implements WorkflowDefinition<Files, Report> {

    private static final Pattern LINE = Pattern.compile("([^,]*\\S) *, *(\\d+)");

    /** What is to be merged. */
    public record Files(List<Part> files) {}

    /** One file: lines of an item and an amount. */
    public record Part(String name, String csv) {}

    /** A line that could be read. */
    public record Row(String item, long amount) {}

    /** What people read in the end. */
    public record Report(List<String> amounts, List<String> rejected) {}

    /** A line that can't be read. */
    @ErrorCode("BAD_LINE")
    static final class BadLine extends Exception {
        private static final long serialVersionUID = 1;

        BadLine(int number, String line) {
            super("line %d is no item and amount: %s".formatted(number, line));
        }
    }

    @Override
    public String name() {
        return "data-pipeline-java";
    }

    @Override
    public Defined<Files, Report> define(Builder<Files> w) {
        var list = w.step("list", this::list);
        var clean =
                w.tryEach("clean", list, this::clean)
                        .maxParallel(3)
                        .each(it -> it.timeout(seconds(30)));
        var merge = w.step("merge", this::merge, clean).timeout(seconds(30));
        var report = w.step("report", this::report, list, clean, merge);
        return w.timeline(list, clean, merge, report)
                .describedAs(
                        "Cleans files three at a time and merges what is usable; a broken file"
                                + " stops nobody")
                .branch(
                        clean,
                        when(
                                "nothing is usable",
                                all -> all.stream().allMatch(it -> it.error() != null),
                                fail("none of ${size(steps.list)} files can be used")),
                        otherwise(proceed()))
                .output(report);
    }

    List<Part> list(Context context, Files files) {
        return files.files().stream().filter(it -> !it.csv().isBlank()).toList();
    }

    List<Row> clean(Context context, Part part) throws BadLine {
        var rows = new ArrayList<Row>();
        var lines = part.csv().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row(i + 1, lines.get(i)));
            }
        }
        return rows;
    }

    private static Row row(int number, String line) throws BadLine {
        var parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            throw new BadLine(number, line);
        }
        return new Row(parts.group(1).toLowerCase(Locale.ROOT), Long.parseLong(parts.group(2)));
    }

    Map<String, Long> merge(Context context, List<Tried<List<Row>>> cleaned) {
        var amounts = new TreeMap<String, Long>();
        cleaned.stream()
                .map(Tried::value)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .forEach(row -> amounts.merge(row.item(), row.amount(), Long::sum));
        return amounts;
    }

    Report report(
            Context context,
            List<Part> parts,
            List<Tried<List<Row>>> cleaned,
            Map<String, Long> merged) {
        return new Report(
                merged.entrySet().stream().map(it -> it.getKey() + "," + it.getValue()).toList(),
                IntStream.range(0, parts.size())
                        .filter(i -> cleaned.get(i).error() != null)
                        .mapToObj(i -> parts.get(i).name())
                        .toList());
    }
}
