package io.agentrunner.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.agentrunner.ServerProcess;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard in a real browser, on the packaged application. */
class DashboardIT extends BrowserCase {

    private static final Pattern RUN = Pattern.compile(".*/runs/[0-9a-f-]{36}$");

    @Test
    void a_run_started_in_the_page_is_seen_to_its_end_without_a_reload() throws IOException {
        var page = browser.window();
        startRun(page);
        page.evaluate("window.sameDocument = true");

        assertThat(page.locator("#head .state")).containsText("Running");
        assertThat(page.locator("#link-state")).containsText("Live");
        assertThat(page.locator("#output-text")).containsText("waiting for the gate");

        openGate();

        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(page.locator("#result")).containsText("\"times\"");
        assertThat(page.locator("#artifacts")).containsText("greeting.json");
        assertThat(page.locator("#events li").last()).containsText("run.completed");
        assertThat(page.locator("#link-state")).isHidden();
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_page_opened_in_the_middle_of_a_step_shows_what_it_said_before_and_each_line_once() {
        var first = browser.window();
        startRun(first);
        assertThat(first.locator("#output-text")).containsText("waiting for the gate");

        var second = browser.window();
        second.navigate(first.url());

        assertThat(second.locator("#link-state")).containsText("Live");
        assertThat(second.locator("#output-text .l")).hasCount(1);
        assertThat(second.locator("#output-text .l")).containsText("waiting for the gate");
    }

    @Test
    void the_page_recovers_by_itself_after_the_server_was_killed() throws IOException {
        var page = browser.window();
        startRun(page);
        assertThat(page.locator("#output-text")).containsText("waiting for the gate");
        page.evaluate("window.sameDocument = true");

        server.kill9();
        assertThat(page.locator("#link-state")).containsText("Reconnecting");
        assertThat(page.locator("#head .state")).containsText("Running");

        server = ServerProcess.start(data, server.baseUri().getPort(), ENV).awaitReady();
        assertThat(page.locator("#link-state")).containsText("Live");
        assertThat(page.locator("#events")).containsText("run.recovered");
        openGate();

        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    }

    @Test
    void rows_of_the_list_change_while_one_looks() throws IOException {
        var starter = browser.window();
        var list = browser.window();
        list.navigate(address("/runs"));
        list.evaluate("window.sameDocument = true");
        assertThat(list.locator("#link-state")).containsText("Live");

        startRun(starter);
        var row = list.locator("#r-" + starter.url().substring(starter.url().lastIndexOf('/') + 1));
        assertThat(row).containsText("Running");
        assertThat(row.locator(".c-doing")).containsText("wait");
        openGate();

        assertThat(row).containsText("Completed");
        assertThat(list.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everything_works_without_javascript() throws IOException {
        var page = browser.withoutScript();
        openGate();
        startRun(page);

        assertThat(page.locator("h1")).hasText("gated");
        page.navigate(page.url() + "?step=greet");
        assertThat(page.locator("#step")).containsText("Attempt 1");
        assertThat(page.locator("#link-state")).isHidden();
    }

    @Test
    void a_mistake_is_told_at_its_field_and_nothing_typed_is_lost() {
        var page = browser.withoutScript();
        page.navigate(address("/runs?start=gated#start"));
        page.getByLabel("gate").fill("/tmp/gate");
        page.getByLabel("times").fill("0");
        button(page, "Start run").click();

        assertThat(page.locator("#e-i-times")).isVisible();
        assertThat(page.getByLabel("gate")).hasValue("/tmp/gate");
        assertThat(page.getByLabel("times")).hasValue("0");
    }

    @Test
    void a_run_is_canceled_from_its_page() {
        var page = browser.window();
        startRun(page);
        page.getByText("Cancel run").click();
        assertThat(page.locator("#head .state")).containsText("Running");
        page.getByRole(AriaRole.BUTTON, named("Yes, cancel it")).click();

        assertThat(page.locator("#head .state")).containsText("Canceled");
        assertThat(page.getByText("Cancel run")).hasCount(0);
    }

    @Test
    void a_step_opens_in_place_and_its_address_can_be_passed_on() {
        var page = browser.window();
        startRun(page);
        page.locator("#steps").getByRole(AriaRole.LINK, inside("greet")).click();

        assertThat(page.locator("#step h2")).hasText("greet");
        assertThat(page).hasURL(Pattern.compile(".*\\?step=greet#step"));
        page.goBack();
        assertThat(page.locator("#step")).hasCount(0);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void the_slash_key_leads_to_the_search() {
        var page = browser.window();
        page.navigate(address("/runs"));
        page.keyboard().press("/");

        assertThat(page.locator("#q")).isFocused();
    }

    @Test
    void a_run_that_nobody_knows_has_a_page_that_says_so() {
        var page = browser.window();
        var answer = page.navigate(address("/runs/0199f3a2-9d07-7000-8000-000000000001"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(page.locator("main")).containsText("There is no run 0199f3a2");
        assertThat(page.locator("nav.nav")).isVisible();
    }

    @Test
    void the_theme_is_remembered() {
        var page = browser.window();
        page.navigate(address("/runs"));
        page.locator("a[href*='theme=dark']").click();

        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page).hasURL(address("/runs"));
    }

    @Test
    void nothing_sticks_out_on_a_phone() throws IOException {
        var page = browser.sized(390, 844, ColorScheme.LIGHT);
        startRun(page);
        openGate();
        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(overhang(page)).isZero();

        for (var path :
                new String[] {
                    "/runs", "/runs?start=gated#start", "/workflows", "/workflows/gated"
                }) {
            page.navigate(address(path));
            assertThat(overhang(page)).as(path).isZero();
        }
    }

    private void startRun(Page page) {
        page.navigate(address("/runs?start=gated#start"));
        page.getByLabel("gate").fill(gatePath().toString());
        button(page, "Start run").click();
        page.waitForURL(RUN);
    }
}
