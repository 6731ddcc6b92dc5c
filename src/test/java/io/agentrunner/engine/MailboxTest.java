package io.agentrunner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Letters are read in order, one at a time, whatever is in them. */
class MailboxTest {

    @Test
    void a_letter_posted_while_another_is_read_waits() {
        var read = new ArrayList<String>();
        var mailbox = new Mailbox(Runnable::run, _ -> {});

        mailbox.post(
                () -> {
                    mailbox.post(() -> read.add("second"));
                    read.add("first");
                });

        assertThat(read).containsExactly("first", "second");
    }

    @Test
    void a_letter_that_fails_keeps_none_of_those_after_it() {
        var read = new ArrayList<String>();
        var mailbox = new Mailbox(Runnable::run, _ -> {});

        mailbox.post(
                () -> {
                    throw new IllegalStateException("a mistake");
                });
        mailbox.post(
                () -> {
                    throw new StackOverflowError();
                });
        mailbox.post(() -> read.add("next"));

        assertThat(read).containsExactly("next");
    }

    @Test
    void a_signal_reaches_everybody_even_if_one_of_them_fails_at_it() {
        var stop = new Stop();
        var heard = new CompletableFuture<List<String>>();
        stop.whenGiven(
                () -> {
                    throw new IllegalStateException("deaf");
                });
        stop.whenGiven(() -> heard.complete(List.of("told")));

        stop.give(new Stop.Cause.Canceled());
        stop.give(new Stop.Cause.ShutDown());

        assertThat(heard).isCompleted();
        assertThat(stop.cause()).isEqualTo(new Stop.Cause.Canceled());
    }
}
