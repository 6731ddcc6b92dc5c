package io.agentrunner.engine;

import io.agentrunner.engine.Engine.Told;
import io.agentrunner.journal.Journal;
import io.agentrunner.run.Run;
import io.agentrunner.run.RunCommand;
import io.agentrunner.run.RunCommand.Fact;
import io.agentrunner.run.RunCommand.Hear;
import io.agentrunner.run.RunEvent;
import io.agentrunner.run.RunId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One run that this node looks after, as others see it: whatever is said to it goes through its
 * mailbox, so that its {@link RunLoop} does one thing at a time.
 */
final class ActiveRun {

    private final Mailbox mailbox;
    private final RunLoop loop;

    ActiveRun(Journal journal, World world, Host host, AttemptsOfRun.Making making, Run run) {
        this.mailbox = new Mailbox(world.mailboxes(), this::mistaken);
        this.loop =
                new RunLoop(
                        new JournalOfRun(journal, world.time(), mailbox),
                        world,
                        making,
                        new RunLoop.Surroundings(mailbox, host, this),
                        run);
    }

    RunId id() {
        return loop.run().id();
    }

    Run run() {
        return loop.run();
    }

    /** It is here to hear something, and nobody's; it leaves when nothing follows from that. */
    ActiveRun asGuest() {
        mailbox.post(loop::beGuest);
        return this;
    }

    /** The database says that it is this node's: it is no guest any more. */
    void stay() {
        mailbox.post(loop::beOwned);
    }

    /** Says something; fails with {@link Letter.Left} when the run has left this node. */
    CompletableFuture<Told> tell(Fact fact) {
        return ask(new Hear(fact));
    }

    /** Asks for something; fails with {@link Letter.Left} when the run has left this node. */
    CompletableFuture<Told> ask(RunCommand command) {
        var letter = new Letter(command);
        mailbox.post(() -> loop.receive(letter));
        return letter.reply();
    }

    /** These events were made durable as this run came to this node. */
    void begin(List<RunEvent> events) {
        mailbox.post(() -> loop.begin(events));
    }

    /** Somebody else appended to this run: see what. */
    void look(long seq) {
        mailbox.post(() -> loop.look(seq));
    }

    /** Ends what is under way and gives the run back; used when the node is shut down. */
    void handOver() {
        mailbox.post(loop::handOver);
    }

    /** Drops the run without another word to the journal: it is somebody else's by now. */
    CompletableFuture<Void> abandon() {
        var abandoned = new CompletableFuture<Void>();
        mailbox.post(
                () -> {
                    try {
                        loop.leave();
                    } finally {
                        abandoned.complete(null);
                    }
                });
        return abandoned;
    }

    private void mistaken(Throwable mistake) {
        loop.mistaken(mistake);
    }
}
