package io.agentrunner.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentrunner.artifacts.Artifacts;
import io.agentrunner.artifacts.Origin;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.Outcome;
import io.agentrunner.engine.StepTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One attempt of a shell step, from its first process to its last artifact. */
final class ShellAttempt {

    static final String LOG = "output.log";
    private static final long LARGEST_LOG = 64L * 1024 * 1024;
    private static final int MOST_FILES = 1000;
    private static final int SHOWN = 4096;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final StepTask task;
    private final ShellCommand command;
    private final ShellProcess.Start start;
    private final Path file;
    private final Secrets secrets;
    private final Outcomes outcomes;
    private final FileCollector collector;

    /**
     * An attempt that has not begun.
     *
     * @param file where its output is kept while it runs
     */
    ShellAttempt(
            StepTask task,
            ShellCommand command,
            ShellProcess.Start start,
            Path file,
            Secrets secrets,
            Artifacts artifacts) {
        this.task = task;
        this.command = command;
        this.start = start;
        this.file = file;
        this.secrets = secrets;
        this.outcomes = new Outcomes(secrets);
        var origin = new Origin(task.run(), task.step(), task.attempt());
        this.collector = new FileCollector(artifacts, secrets, origin, task.stop());
    }

    Outcome make() throws IOException, InterruptedException {
        try {
            var log = new OutputLog(file, LARGEST_LOG, task.output());
            var end = run(log);
            collector.keep(file, LOG, "log");
            return end.stopped()
                    ? new Outcome.Stopped(collector.collected())
                    : ended(end.status(), log);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private record End(boolean stopped, int status) {}

    private End run(OutputLog log) throws IOException, InterruptedException {
        try (log) {
            var shell = start();
            var readers = readers(shell.process(), log);
            boolean stopped = shell.await(task.stop());
            join(readers);
            collectFiles(log);
            return new End(stopped, shell.process().exitValue());
        }
    }

    private ShellProcess start() {
        try {
            return ShellProcess.start(start);
        } catch (IOException refused) {
            throw new StepFailed("NOT_STARTED", Text.reason(refused));
        }
    }

    private Outcome ended(int status, OutputLog log) throws IOException {
        var artifacts = collector.collected();
        var stdout = log.stdout();
        if (status == 0) {
            return outcomes.completed(result(status, stdout), artifacts);
        }
        var last = log.lastLine();
        return outcomes.failed(
                new StepFailed(
                        "EXIT_" + status,
                        last.isEmpty() ? "the command ended with status " + status : last,
                        result(status, end(stdout))),
                artifacts);
    }

    private static ObjectNode result(int status, String stdout) {
        return Json.object().put("exitCode", status).put("stdout", stdout);
    }

    private static String end(String text) {
        int from = Math.max(0, text.length() - SHOWN);
        return text.substring(
                from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    private List<Thread> readers(Process process, OutputLog log) {
        return List.of(
                reader(process.getInputStream(), log::output),
                reader(process.getErrorStream(), log::error));
    }

    /** Not virtual: waiting for a pipe keeps the thread that carries a virtual one. */
    private Thread reader(InputStream in, MaskedLines.Sink sink) {
        return Thread.ofPlatform()
                .daemon()
                .name("output of " + task.run() + "/" + task.step())
                .start(() -> readAll(new MaskedLines(in, secrets, sink)));
    }

    private static void readAll(MaskedLines lines) {
        try {
            lines.readAll();
        } catch (IOException closed) {
            return; // what has come until then is the output
        }
    }

    /** Whoever has hidden from us and still holds the pipe is not waited for. */
    private static void join(List<Thread> readers) throws InterruptedException {
        for (var reader : readers) {
            reader.join(LAST_WORDS);
        }
    }

    private void collectFiles(OutputLog log) throws IOException, InterruptedException {
        var files = new ArrayList<Path>();
        for (var glob : command.artifacts()) {
            var found = Globs.find(start.workspace(), glob);
            if (found.isEmpty()) {
                log.note("no file matches " + secrets.mask(glob));
            }
            files.addAll(found);
        }
        for (var path : files.stream().distinct().limit(MOST_FILES).toList()) {
            collect(path, log);
        }
        if (files.size() > MOST_FILES) {
            log.note("only the first " + MOST_FILES + " files are kept");
        }
    }

    private void collect(Path path, OutputLog log) throws IOException, InterruptedException {
        var name = path.toString();
        if (name.equals(LOG) || !Artifacts.isName(name)) {
            log.note(secrets.mask(name) + " is not kept: it can't have that name");
            return;
        }
        collector.keep(start.workspace().resolve(path), name, "file");
    }
}
