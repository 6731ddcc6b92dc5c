package io.agentrunner.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentrunner.artifacts.ArtifactStore.Bytes;
import io.agentrunner.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalArtifactStoreTest {

    private static final String SHA256_OF_HELLO =
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir Path data;
    private final RunId run = new RunId(UUID.randomUUID());
    private final UUID id = UUID.randomUUID();
    private LocalArtifactStore store = new LocalArtifactStore(Path.of("target"));
    private Path file = Path.of("target");

    @BeforeEach
    void open() throws IOException {
        store = new LocalArtifactStore(data.resolve("artifacts"));
        file = Files.writeString(data.resolve("file"), "hello");
    }

    private String read(String uri, long from) throws IOException {
        try (var in = store.open(uri, from)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_is_put_in_comes_out_from_any_offset_on() throws IOException {
        var stored = store.put(run, id, Bytes.of(file));
        assertThat(stored.size()).isEqualTo(5);
        assertThat(stored.sha256()).isEqualTo(SHA256_OF_HELLO);
        Files.writeString(file, "changed");
        assertThat(read(stored.uri(), 0)).isEqualTo("hello");
        assertThat(read(stored.uri(), 3)).isEqualTo("lo");
        assertThat(store.size(stored.uri())).isEqualTo(5);
    }

    @Test
    void a_file_larger_than_any_buffer_is_whole() throws IOException {
        Files.writeString(file, "0123456789".repeat(100_000));
        var stored = store.put(run, id, Bytes.of(file));
        assertThat(read(stored.uri(), 0)).isEqualTo(Files.readString(file));
        assertThat(stored.size()).isEqualTo(1_000_000);
    }

    @Test
    void a_link_is_not_followed() throws IOException {
        var link = Files.createSymbolicLink(data.resolve("link"), file);
        assertThatThrownBy(() -> store.put(run, id, Bytes.of(link)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothing_is_left_of_what_could_not_be_written() {
        Bytes broken =
                out -> {
                    out.write(new byte[500_000]);
                    throw new IOException("no more");
                };
        assertThatThrownBy(() -> store.put(run, id, broken)).hasMessage("no more");
        assertThat(data.resolve("artifacts").resolve(run.toString())).isEmptyDirectory();
    }

    @Test
    void deleting_a_run_leaves_the_others() throws IOException {
        var mine = store.put(run, id, Bytes.of(file));
        var other = store.put(new RunId(UUID.randomUUID()), UUID.randomUUID(), Bytes.of(file));
        store.deleteOf(run);
        store.deleteOf(run);
        assertThatThrownBy(() -> store.size(mine.uri())).isInstanceOf(NoSuchFileException.class);
        assertThat(read(other.uri(), 0)).isEqualTo("hello");
        store.delete(other.uri());
        store.delete(other.uri());
        assertThatThrownBy(() -> store.open(other.uri(), 0))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "local:../../file",
                "local:/etc/passwd",
                "file:///etc/passwd",
                "local:00000000-0000-0000-0000-000000000000/../file",
                "local:00000000-0000-0000-0000-000000000000/00000000-0000-0000-0000-000000000000/.."
            })
    void a_uri_that_is_not_its_own_leads_nowhere(String uri) {
        assertThatThrownBy(() -> store.open(uri, 0)).isInstanceOf(NoSuchFileException.class);
    }
}
