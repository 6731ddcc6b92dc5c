package io.agentrunner.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored JSON is a promise: files here are added, never changed. */
class StoredEventsTest {

    private static final Path FILES = Path.of("src/test/resources/events");
    private static final RunId RUN = new RunId(new UUID(1, 2));

    @Test
    void every_kind_of_event_has_a_sample() {
        var sampled = new HashSet<Class<?>>();
        EventSamples.ALL.forEach(event -> sampled.add(event.getClass()));
        assertThat(sampled).containsAll(records(RunEvent.class).toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void an_event_is_written_as_its_file_says(RunEvent event) throws IOException {
        var type = EventCodec.type(event);
        long earlier =
                EventSamples.EARLIER.keySet().stream()
                        .filter(name -> name.startsWith(type + ".v"))
                        .count();
        var file = FILES.resolve(type + ".v" + (earlier + 1) + ".json");
        var written = EventCodec.encode(List.of(event)) + "\n";
        if (Files.notExists(file)) {
            Files.writeString(file, written);
            throw new AssertionError(file + " is new: look at it and commit it");
        }
        assertThat(written).isEqualTo(Files.readString(file, UTF_8));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void what_was_stored_is_read_as_it_was(RunEvent event) throws IOException {
        try (var versions = Files.newDirectoryStream(FILES, EventCodec.type(event) + ".v*.json")) {
            for (var version : versions) {
                var entry = only(Files.readString(version, UTF_8));
                var name = version.getFileName().toString();
                assertThat(EventCodec.decode(entry.type(), entry.at(), entry.data()))
                        .isEqualTo(EventSamples.EARLIER.getOrDefault(name, event));
            }
        }
    }

    @Test
    void every_file_belongs_to_an_event() throws IOException {
        var types = EventSamples.ALL.stream().map(EventCodec::type).toList();
        try (var files = Files.list(FILES)) {
            assertThat(files.map(file -> only(content(file)).type())).isSubsetOf(types);
        }
    }

    static List<RunEvent> samples() {
        return EventSamples.ALL;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Entry only(String events) {
        var entries = new JournalRow(RUN, 1, 1, EventSamples.NOON, events).entries();
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(StoredEventsTest::records)
                : Stream.of(type);
    }
}
