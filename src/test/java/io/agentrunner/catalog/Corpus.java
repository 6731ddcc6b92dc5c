package io.agentrunner.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.catalog.Blueprints.Reading.Refused;
import io.agentrunner.http.Problem.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Documents that nobody should have to read, and what has to be so of every answer to one. */
final class Corpus {

    static final Path FOLDER = Path.of("src/test/resources/blueprints/corpus");

    /** What reading a document may allocate, all in all. */
    private static final long MOST_BYTES = 768L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Corpus() {}

    static List<Path> documents() throws IOException {
        return BlueprintsTest.files(FOLDER).toList();
    }

    /** It and all that is meant to be read. */
    static Stream<Path> all() throws IOException {
        return Stream.of(documents().stream(), BlueprintsTest.good(), BlueprintsTest.bad())
                .flatMap(files -> files);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a document and holds the answer to what every answer promises. */
    static Reading read(byte[] document, Format format) {
        var blueprints = new Blueprints(new CelTemplates());
        var reading = frugally(() -> blueprints.read(document, format));
        var mistakes =
                switch (reading) {
                    case Read(_, var warnings) -> warnings;
                    case Refused(_, var refusals) -> {
                        assertThat(refusals).isNotEmpty();
                        yield refusals;
                    }
                };
        var lines = new String(document, StandardCharsets.UTF_8).split("\r\n|\\R", -1);
        mistakes.forEach(mistake -> assertHasPlace(mistake, lines));
        return reading;
    }

    private static void assertHasPlace(Mistake mistake, String[] lines) {
        assertThat(mistake.message()).isNotBlank();
        assertThat(mistake.line()).as(mistake.toString()).isBetween(1, lines.length + 1);
        int longest = Stream.of(lines).mapToInt(String::length).max().orElse(0);
        assertThat(mistake.column()).as(mistake.toString()).isBetween(1, longest + 2);
    }

    /** Does what must not take more memory than there is any use for. */
    static <T> T frugally(Supplier<T> work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        var result = work.get();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("allocated bytes").isLessThan(MOST_BYTES);
        return result;
    }
}
