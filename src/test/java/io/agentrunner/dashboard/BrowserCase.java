package io.agentrunner.dashboard;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.agentrunner.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A browser before the packaged application, and a gate that the steps of runs wait at. */
@NeedsBrowser
abstract class BrowserCase {

    static final Map<String, String> ENV =
            Map.of(
                    "AGENT_RUNNER_WORKFLOWS",
                    Path.of("src/test/resources/browser-workflows").toAbsolutePath().toString());

    @TempDir static Path data;
    static ServerProcess server = unset();

    @TempDir Path folder;
    Browser browser = unset();

    @BeforeAll
    static void start() {
        server = ServerProcess.start(data, ServerProcess.freePort(), ENV).awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        browser = new Browser();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    static String address(String path) {
        return server.baseUri().resolve(path).toString();
    }

    Path gatePath() {
        return folder.resolve("gate");
    }

    void openGate() throws IOException {
        Files.createFile(gatePath());
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    static Locator.GetByRoleOptions inside(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    /** How many pixels the page is wider than its window. */
    static int overhang(Page page) {
        return (int)
                page.evaluate(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** Set before each test. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T unset() {
        return null;
    }
}
