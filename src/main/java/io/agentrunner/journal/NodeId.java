package io.agentrunner.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Who a node is, kept with its data, so that it finds the runs of its former self again. */
final class NodeId {

    private static final String FILE = "node-id";

    private NodeId() {}

    static UUID in(Path data) {
        var file = data.resolve(FILE);
        try {
            if (Files.exists(file)) {
                return UUID.fromString(Files.readString(file).strip());
            }
            Files.createDirectories(data);
            var id = UUID.randomUUID();
            var draft = Files.writeString(data.resolve(FILE + ".new"), id + "\n");
            Files.move(draft, file);
            return id;
        } catch (IOException failure) {
            throw new UncheckedIOException("the node's id can't be kept in " + file, failure);
        }
    }
}
