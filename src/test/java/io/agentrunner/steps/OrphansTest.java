package io.agentrunner.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agentrunner.run.RunId;
import io.agentrunner.run.StepKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed server leaves behind, made by really killing one. */
class OrphansTest {

    private static final String FAMILY =
            """
            sleep 300 & echo $!
            (sleep 300 & echo $!)
            (cd /; exec sleep 300) & echo $!
            echo $$
            wait
            """;

    private static final String LEADER_GONE =
            """
            trap '' PIPE
            (sleep 300 & echo $!)
            (cd / && sleep 300 & echo $!)
            echo $$
            while [ ! -e go ]; do sleep 0.05; done
            """;

    @TempDir Path data;
    private final RunId run = TestTask.newRun();
    private final List<Process> started = new ArrayList<>();
    private Orphans orphans = new Orphans(Path.of("target"));

    @BeforeEach
    void open() {
        orphans = ShellFolders.in(data).orphans();
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    /**
     * Runs the command in a server, and kills that when as many processes have named themselves.
     */
    private List<Long> orphansOf(String command, int count) throws Exception {
        var server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OrphanMaker.class.getName(),
                                data.toString(),
                                run.toString(),
                                command)
                        .redirectError(Redirect.INHERIT)
                        .start();
        started.add(server);
        var pids = new ArrayList<Long>();
        try (BufferedReader said = server.inputReader()) {
            while (pids.size() < count) {
                pids.add(Long.valueOf(String.valueOf(said.readLine())));
            }
            server.destroyForcibly().waitFor();
        }
        assertThat(pids).allMatch(ShellTest::isAlive);
        return pids;
    }

    private Process stranger() throws IOException {
        var process = new ProcessBuilder("setsid", "sleep", "300").start();
        started.add(process);
        return process;
    }

    private Path record(Process process, long startedLater, String boot) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat")).strip();
        var ticks = ProcessTable.parse(stat).orElseThrow().started();
        var forged = stat.replace(" " + ticks + " ", " " + (ticks + startedLater) + " ");
        var folder = Files.createDirectories(data.resolve("processes"));
        return Files.writeString(
                ProcessRecord.newFile(folder, run, UUID.randomUUID().toString()),
                String.join("\n", boot, forged, data.toString(), "work/1", ".", ""));
    }

    private static String thisBoot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    @Test
    void the_family_of_a_killed_server_is_ended_and_no_stranger() throws Exception {
        var stranger = stranger();
        var pids = orphansOf(FAMILY, 4);
        orphans.endAll();
        assertThat(pids).noneMatch(ShellTest::isAlive);
        assertThat(stranger.isAlive()).isTrue();
        assertThat(data.resolve("processes")).isEmptyDirectory();
    }

    @Test
    void those_whose_parent_has_ended_since_are_found_by_their_session() throws Exception {
        var pids = orphansOf(LEADER_GONE, 3);
        Files.createFile(data.resolve("workspaces").resolve(run.toString()).resolve("go"));
        await().until(() -> !ShellTest.isAlive(pids.getLast()));
        assertThat(pids.subList(0, 2)).allMatch(ShellTest::isAlive);
        orphans.endAll();
        assertThat(pids).noneMatch(ShellTest::isAlive);
    }

    @Test
    void the_next_attempt_ends_only_those_of_its_own_step() throws Exception {
        var pids = orphansOf(FAMILY, 4);
        orphans.endOf(run, StepKey.first("other"));
        orphans.endOf(TestTask.newRun(), StepKey.first("work"));
        assertThat(pids).allMatch(ShellTest::isAlive);
        orphans.endOf(run, StepKey.first("work"));
        assertThat(pids).noneMatch(ShellTest::isAlive);
    }

    /** Steps of one run begin and end beside each other. */
    @Test
    void records_of_other_steps_that_are_written_or_removed_meanwhile_are_let_be()
            throws Exception {
        var folder = Files.createDirectories(data.resolve("processes"));
        var half = Files.writeString(folder.resolve(run + ".half.process"), "half");
        Files.createSymbolicLink(folder.resolve(run + ".gone.process"), folder.resolve("gone"));

        orphans.endOf(run, StepKey.first("work"));

        assertThat(half).exists();
    }

    @Test
    void a_number_that_now_belongs_to_a_stranger_is_let_be() throws Exception {
        var stranger = stranger();
        var record = record(stranger, -5, thisBoot());
        orphans.endAll();
        assertThat(stranger.isAlive()).isTrue();
        assertThat(record).doesNotExist();
    }

    @Test
    void the_same_number_and_ticks_after_a_reboot_are_a_stranger() throws Exception {
        var stranger = stranger();
        record(stranger, 0, "11111111-2222-3333-4444-555555555555");
        orphans.endAll();
        assertThat(stranger.isAlive()).isTrue();
        record(stranger, 0, thisBoot());
        orphans.endAll();
        assertThat(stranger.isAlive()).isFalse();
    }

    @Test
    void a_session_that_lost_its_leader_is_a_strangers_unless_it_began_in_the_workspace()
            throws Exception {
        var leader =
                new ProcessBuilder("setsid", "sh", "-c", "sleep 300 & echo $!; read _")
                        .redirectErrorStream(true)
                        .start();
        started.add(leader);
        var member = Long.parseLong(String.valueOf(leader.inputReader().readLine()));
        record(leader, 0, thisBoot());
        leader.getOutputStream().close();
        leader.waitFor();
        orphans.endAll();
        assertThat(ShellTest.isAlive(member)).isTrue();
        ProcessHandle.of(member).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void a_record_that_was_cut_short_is_given_up() throws Exception {
        var folder = Files.createDirectories(data.resolve("processes"));
        Files.writeString(folder.resolve(run + ".x.process"), "half");
        Files.writeString(folder.resolve(run + ".x.log"), "old output");
        orphans.endAll();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_new_data_folder_has_none() throws Exception {
        orphans.endAll();
        assertThat(data).isEmptyDirectory();
    }
}
