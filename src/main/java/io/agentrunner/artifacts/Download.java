package io.agentrunner.artifacts;

import io.agentrunner.http.Json;
import io.agentrunner.http.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request for the bytes of one artifact: whole, a range, or none that the client has
 * already. Whatever they are, a browser runs nothing of them under this server's name.
 */
final class Download {

    private static final int BUFFER = 64 * 1024;

    private final Artifacts artifacts;
    private final ArtifactRow row;
    private final String tag;

    Download(Artifacts artifacts, ArtifactRow row) {
        this.artifacts = artifacts;
        this.row = row;
        this.tag = '"' + row.sha256 + '"';
    }

    Response answer(HttpHeaders request) throws IOException {
        if (isKnown(request.getHeaderString(HttpHeaders.IF_NONE_MATCH))) {
            return labelled(Response.status(Status.NOT_MODIFIED)).build();
        }
        var range = range(request);
        if (range.isPresent() && !range.get().isSatisfiable()) {
            return noSuchBytes();
        }
        return range.isPresent() ? part(range.get()) : whole();
    }

    private Response whole() throws IOException {
        return labelled(bytes(Response.ok(), new ByteRange(0, row.size))).build();
    }

    private Response part(ByteRange range) throws IOException {
        return labelled(bytes(Response.status(Status.PARTIAL_CONTENT), range))
                .header("Content-Range", range.within(row.size))
                .build();
    }

    private Response noSuchBytes() {
        var type = ProblemType.RANGE_NOT_SATISFIABLE;
        var document =
                Map.of(
                        "type", type.uri(),
                        "title", type.title(),
                        "status", type.status(),
                        "detail", "There are " + row.size + " bytes. " + type.remedy(),
                        "instance", "/artifacts/" + row.id + "/content");
        return Response.status(type.status())
                .header("Content-Range", "bytes */" + row.size)
                .type("application/problem+json")
                .entity(Json.write(document))
                .build();
    }

    private Optional<ByteRange> range(HttpHeaders request) {
        var ifRange = request.getHeaderString("If-Range");
        return ifRange == null || ifRange.equals(tag)
                ? ByteRange.of(request.getHeaderString("Range"), row.size)
                : Optional.empty();
    }

    private boolean isKnown(@Nullable String tags) {
        return tags != null
                && Arrays.stream(tags.split(",", -1))
                        .map(String::strip)
                        .map(it -> it.startsWith("W/") ? it.substring(2) : it)
                        .anyMatch(it -> it.equals("*") || it.equals(tag));
    }

    private ResponseBuilder bytes(ResponseBuilder response, ByteRange range) throws IOException {
        requireBytes();
        StreamingOutput body =
                out -> {
                    try (var in = artifacts.open(row, range.from())) {
                        copy(in, out, range.length());
                    }
                };
        return response.entity(body)
                .header(HttpHeaders.CONTENT_TYPE, row.contentType)
                .header(HttpHeaders.CONTENT_LENGTH, range.length())
                .header(HttpHeaders.CONTENT_DISPOSITION, Disposition.of(row));
    }

    /** Before the first byte is on its way, after which no error can be told any more. */
    private void requireBytes() throws IOException {
        try {
            artifacts.requireBytes(row);
        } catch (NoSuchFileException gone) {
            throw ArtifactResource.unknown(row.id.toString());
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        var buffer = new byte[BUFFER];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
            if (read < 0) {
                throw new IOException("an artifact is shorter than it was");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private ResponseBuilder labelled(ResponseBuilder response) {
        return response.header(HttpHeaders.ETAG, tag)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("X-Content-Type-Options", "nosniff");
    }
}
