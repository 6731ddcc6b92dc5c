package io.agentrunner.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Workflows and their graphs in a real browser, on the packaged application. */
class GraphIT extends BrowserCase {

    private static final Pattern RUN = Pattern.compile(".*/runs/[0-9a-f-]{36}$");

    @Test
    void the_graph_of_a_run_follows_it_without_a_reload() throws IOException {
        var page = browser.window();
        startRun(page);
        page.evaluate("window.sameDocument = true");

        assertThat(step(page, "count")).containsText("×3");
        assertThat(way(page, "branch rule 1, result.n < 3", "back to count"))
                .hasClass(Pattern.compile("taken"));
        assertThat(step(page, "wait")).hasClass(Pattern.compile("is-running"));
        assertThat(page.locator("#turns .attempt")).hasCount(3);

        openGate();

        assertThat(step(page, "review")).hasClass(Pattern.compile("is-skipped"));
        assertThat(step(page, "done")).hasClass(Pattern.compile("is-completed"));
        assertThat(way(page, "branch rule 2, otherwise: review", "not taken"))
                .hasClass(Pattern.compile("dim"));
        assertThat(page.locator("#turns .attempt").first()).containsText("skips to done");
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_step_of_the_graph_is_reached_and_opened_with_the_keyboard() {
        var page = browser.window();
        startRun(page);
        var wait = step(page, "wait");
        wait.focus();
        assertThat(wait).isFocused();
        page.keyboard().press("Enter");

        assertThat(page.locator("#step h2")).hasText("wait");
        assertThat(step(page, "wait")).hasAttribute("aria-current", "true");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_workflow_is_archived_and_activated_without_javascript() {
        var page = browser.withoutScript();
        page.navigate(address("/workflows/family"));
        page.getByText("Archive", new Page.GetByTextOptions().setExact(true)).click();
        button(page, "Yes, archive it").click();

        assertThat(page.locator("#main .title")).containsText("Archived");
        assertThat(page.getByText("Start a run")).hasCount(0);
        page.navigate(address("/workflows"));
        assertThat(page.locator("#w-family")).hasCount(0);
        page.locator("a.chip").getByText("Archived").click();
        page.locator("#w-family .row-link").click();
        button(page, "Activate").click();

        assertThat(page.getByText("Start a run")).isVisible();
    }

    @Test
    void the_page_of_a_workflow_shows_its_text_and_what_changed() {
        var page = browser.withoutScript();
        publish(page, "1", "PT10S");
        publish(page, "2", "PT20S");
        page.navigate(address("/workflows/changing"));

        assertThat(page.locator("#source")).containsText("# written by hand");
        page.locator("#versions").getByText("changes").first().click();
        assertThat(page.locator("#changes")).containsText("step a changed: timeout");
        assertThat(page.locator(".diff .del").first()).containsText("\"1\"");
        assertThat(page.locator(".diff .add").first()).containsText("\"2\"");
        page.getByText("Other way round").click();
        assertThat(page.locator(".diff .add").first()).containsText("\"1\"");
        button(page, "Compare").click();
        assertThat(page.locator("#changes")).containsText("step a changed: timeout");
    }

    @Test
    void nothing_sticks_out_on_a_phone() throws IOException {
        var page = browser.sized(390, 844, ColorScheme.DARK);
        startRun(page);
        openGate();
        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(overhang(page)).isZero();

        for (var path : new String[] {"/workflows", "/workflows/winding", "/workflows/lanes"}) {
            page.navigate(address(path));
            assertThat(overhang(page)).as(path).isZero();
        }
    }

    private static void publish(Page page, String label, String timeout) {
        var yaml =
                """
                name: changing  # written by hand
                versionLabel: "%s"
                timeline: [a]
                steps:
                  a: {type: set, value: 1, timeout: %s}
                """
                        .formatted(label, timeout);
        var answer =
                page.request()
                        .post(
                                address("/workflows"),
                                RequestOptions.create()
                                        .setHeader("Content-Type", "application/yaml")
                                        .setData(yaml));
        assertThat(answer.status()).isEqualTo(201);
    }

    private static Locator step(Page page, String name) {
        return page.locator("#graph a.n[aria-label^='" + name + ":']");
    }

    private static Locator way(Page page, String title, String more) {
        return page.locator("#graph g.way")
                .filter(new Locator.FilterOptions().setHasText(title))
                .filter(new Locator.FilterOptions().setHasText(more));
    }

    private void startRun(Page page) {
        page.navigate(address("/runs?start=winding#start"));
        page.getByLabel("gate").fill(gatePath().toString());
        button(page, "Start run").click();
        page.waitForURL(RUN);
    }
}
