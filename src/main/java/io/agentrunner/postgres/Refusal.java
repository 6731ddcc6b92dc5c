package io.agentrunner.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Turns what the system or PostgreSQL's programs said into one sentence with what to do. */
final class Refusal {
    private Refusal() {}

    static DatabaseUnusable of(Path place, IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> noPermission(place);
            case NoSuchFileException _ ->
                    new DatabaseUnusable(
                            "%s can't be made there; name another data folder with --data."
                                    .formatted(place));
            case FileAlreadyExistsException _ ->
                    new DatabaseUnusable(
                            "%s is a file, not a folder; name another data folder with --data."
                                    .formatted(place));
            default -> of(place, String.valueOf(failure.getMessage()));
        };
    }

    static DatabaseUnusable of(Path place, String said) {
        // First, because it says "No space left on device" where namespaces are limited to none.
        if (said.contains("unshare:")) {
            return new DatabaseUnusable(
                    "PostgreSQL refuses to run as root, and this machine has no user namespaces to"
                            + " leave root by; start agent-runner as another user, or give it a server"
                            + " of your own in AGENT_RUNNER_DATABASE_URL.");
        }
        if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
            return new DatabaseUnusable(
                    "The disk that holds %s is full; make room and start again.".formatted(place));
        }
        if (said.contains("Permission denied")) {
            return noPermission(place);
        }
        if (said.contains("Read-only file system")) {
            return new DatabaseUnusable(
                    "%s is on a read-only file system; name another data folder with --data."
                            .formatted(place));
        }
        return new DatabaseUnusable(
                "The data folder %s can't be used: %s".formatted(place, gist(said)));
    }

    private static DatabaseUnusable noPermission(Path place) {
        return new DatabaseUnusable(
                "%s may not be written by user %s; change its owner, or name another data folder with --data."
                        .formatted(place, System.getProperty("user.name")));
    }

    /** The line that says why: the first FATAL or PANIC, or else the last of all. */
    private static String gist(String said) {
        List<String> lines = said.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .map(line -> line.replaceFirst("^.*?(FATAL|PANIC):\\s*", ""))
                .findFirst()
                .orElse(lines.isEmpty() ? "it gave no reason" : lines.getLast());
    }
}
