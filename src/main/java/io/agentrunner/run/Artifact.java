package io.agentrunner.run;

import java.util.UUID;

/**
 * What is known of a file that a step produced; its bytes are kept elsewhere.
 *
 * @param name relative to the run's workspace: {@code target/report.txt}
 * @param kind {@code file}, {@code log} for a step's output, or {@code result} for a large one
 * @param size in bytes
 * @param sha256 in hex
 */
public record Artifact(
        UUID id, String name, String kind, String contentType, long size, String sha256) {}
