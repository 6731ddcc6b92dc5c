package io.agentrunner.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people do with runs in a real browser: hold them, answer them, make them again. */
class PeopleIT extends BrowserCase {

    private Doors doors() {
        return new Doors(server.baseUri());
    }

    @Test
    void a_run_that_is_paused_begins_nothing_until_somebody_resumes_it() throws IOException {
        var page = at(doors().start("gated", gate()));
        assertThat(page.locator("#output-text")).containsText("waiting for the gate");
        button(page, "Pause").click();
        assertThat(page.locator("#head .state")).containsText("pausing");
        assertThat(page.getByRole(AriaRole.BUTTON, named("Pause"))).hasCount(0);

        openGate();
        assertThat(page.locator("#head .state")).containsText("Waiting Paused");
        assertThat(page.locator("#steps")).containsText("Pending");

        button(page, "Resume").click();
        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_paused_run_is_taken_by_the_step() throws IOException {
        openGate();
        var run = doors().start("listen", "{}");
        var page = at(run);
        button(page, "Pause").click();
        assertThat(page.getByRole(AriaRole.BUTTON, named("Step"))).hasCount(0);

        doors().post("/runs/" + run + "/signals/paid", "1");
        button(page, "Step").click();

        assertThat(page.locator("#events")).containsText("run.step_requested");
    }

    @Test
    void a_run_goes_on_when_it_is_approved_in_its_page_without_a_reload() {
        var run = doors().start("ask", "{\"order\": \"A-7\"}");
        var page = at(run);
        var watcher = at(run);
        watcher.evaluate("window.sameDocument = true");
        assertThat(watcher.locator("#asks")).containsText("Ship A-7?");

        page.getByLabel("carrier").selectOption("express");
        page.getByLabel("Comment").fill("second label is correct");
        page.getByLabel("Your name").fill("Ada");
        button(page, "Approve").click();

        for (var seen : new Page[] {page, watcher}) {
            assertThat(seen.locator("#head .state")).containsText("Completed");
            assertThat(seen.locator("#decisions")).containsText("Approved");
            assertThat(seen.locator("#decisions")).containsText("Ada");
            assertThat(seen.locator("#decisions")).containsText("second label is correct");
            assertThat(seen.locator("#result")).containsText("express");
            assertThat(seen.locator("#asks")).hasCount(0);
        }
        assertThat(watcher.evaluate("window.sameDocument")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void a_rejection_needs_no_form_and_ends_the_step() {
        var page = at(doors().start("ask", "{}"));
        page.getByLabel("Comment").fill("the parcel is lost");
        button(page, "Reject").click();

        assertThat(page.locator("#head .state")).containsText("Failed");
        assertThat(page.locator("#decisions")).containsText("Rejected");
        assertThat(page.locator("#decisions")).containsText("the parcel is lost");
    }

    @Test
    void what_is_wrong_in_a_decision_is_told_at_its_field_and_what_was_typed_stays() {
        var page = browser.withoutScript();
        page.navigate(address("/runs/" + doors().start("ask", "{}")));
        page.getByLabel("carrier").selectOption("standard");
        page.getByLabel("weight").fill("0.5");
        page.getByLabel("Comment").fill("light");
        button(page, "Approve").click();

        assertThat(page.locator("[id='e-ask-review-weight']")).isVisible();
        assertThat(page.getByLabel("weight")).hasValue("0.5");
        assertThat(page.getByLabel("Comment")).hasValue("light");
        assertThat(page.getByLabel("carrier")).hasValue("standard");
    }

    @Test
    void without_javascript_the_inbox_decides_and_comes_back() {
        var page = browser.withoutScript();
        var run = doors().start("ask", "{\"order\": \"N-1\"}");
        page.navigate(address("/runs/" + run));
        assertThat(page.locator("#badge")).isVisible();
        page.locator("nav.nav").getByText("Inbox").click();
        var ask = page.locator("[id='ask-" + run + "-review']");
        assertThat(ask).containsText("Ship N-1?");

        ask.getByLabel("carrier").selectOption("standard");
        ask.getByRole(AriaRole.BUTTON, inside("Approve")).click();

        assertThat(page).hasURL(address("/approvals"));
        assertThat(ask).hasCount(0);
        assertThat(page.locator("h1")).hasText("Inbox");
        assertThat(doors().await(run).path("state").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void the_inbox_and_its_number_change_while_one_looks_and_what_is_typed_stays() {
        var inbox = browser.window();
        inbox.navigate(address("/approvals"));
        var workflows = browser.window();
        workflows.navigate(address("/workflows"));
        assertThat(inbox.locator("#link-state")).containsText("Live");
        var before = number(inbox);

        var first = doors().start("ask", "{\"order\": \"L-1\"}");
        var second = doors().start("ask", "{\"order\": \"L-2\"}");
        var ask = inbox.locator("[id='ask-" + second + "-review']");
        assertThat(ask).containsText("Ship L-2?");
        assertThat(workflows.locator("#badge")).containsText(String.valueOf(before + 2));
        ask.getByLabel("Comment").fill("half a sentence");

        doors().post("/runs/" + first + "/approvals/review", "{\"decision\": \"reject\"}");
        assertThat(inbox.locator("[id='ask-" + first + "-review']")).hasCount(0);
        assertThat(ask.getByLabel("Comment")).hasValue("half a sentence");
        assertThat(ask.getByLabel("Comment")).isFocused();
        if (before > 0) {
            assertThat(workflows.locator("#badge")).containsText(String.valueOf(before + 1));
        }

        doors().post("/runs/" + second + "/cancel", "{}");
        assertThat(ask).hasCount(0);
        assertThat(browser.complaints()).isEmpty();
    }

    private static int number(Page page) {
        var text = page.locator("#badge > span").first().textContent().strip();
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    @Test
    void a_signal_is_sent_from_the_page() {
        var page = at(doors().start("listen", "{}"));
        page.getByLabel("Data").fill("{broken");
        button(page, "Send signal").click();
        assertThat(page.locator("[id='signal-paid-e']")).containsText("Not JSON");
        assertThat(page.getByLabel("Data")).hasValue("{broken");

        page.getByLabel("Data").fill("{\"amount\": 12}");
        button(page, "Send signal").click();
        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(page.locator("#result")).containsText("\"amount\"");
    }

    @Test
    void three_hundred_items_are_shown_in_numbers_that_change() throws IOException {
        var items = IntStream.rangeClosed(1, 300).boxed().toList();
        var inputs = "{\"gate\": \"%s\", \"items\": %s}".formatted(gatePath(), items);
        var page = at(doors().start("crowd", inputs));
        var many = page.locator("[id='many-each']");
        assertThat(many).containsText("Completed 4");
        assertThat(many).containsText("Failed 1");
        assertThat(page.locator("#steps tr").filter(having("[2]"))).containsText("Failed");
        assertThat(page.locator("#timeline")).containsText("300 items");

        many.getByText("Show all").click();
        assertThat(page.locator("#steps")).containsText("1 to 50 of 300");
        assertThat(page.locator("#steps tr")).hasCount(54);

        openGate();
        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(many).containsText("Completed 299");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void making_a_run_again_leads_to_the_new_one() throws IOException {
        var page = at(doors().start("doubtful", gate()));
        assertThat(page.locator("#head .state")).containsText("Failed");
        var old = page.url();
        openGate();
        button(page, "Retry").click();

        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(page).not().hasURL(old);
        assertThat(page.locator("#facts")).containsText("Forked from");
        page.locator("#facts a", new Page.LocatorOptions().setHasText("-")).first().click();
        assertThat(page).hasURL(old);
    }

    @Test
    void after_the_last_attempt_somebody_tries_again() throws IOException {
        var page = at(doors().start("stubborn", gate()));
        assertThat(page.locator("#head .state")).containsText("Retries exhausted");
        openGate();
        button(page, "Try again").click();

        assertThat(page.locator("#head .state")).containsText("Completed");
    }

    @Test
    void a_run_and_its_child_lead_to_each_other() throws IOException {
        var page = at(doors().start("family", gate()));
        var id = page.url().substring(page.url().lastIndexOf('/') + 1);
        assertThat(page.locator("#children")).containsText("Running");
        page.locator("#children a.row-link").click();
        assertThat(page.locator("h1")).hasText("gated");
        page.locator("#facts a").filter(having("child of")).click();
        assertThat(page).hasURL(Pattern.compile(".*" + id + "\\?step=child.*"));

        openGate();
        assertThat(page.locator("#children")).containsText("Completed");
        assertThat(page.locator("#head .state")).containsText("Completed");
    }

    @Test
    void branches_have_forms_and_panels_of_their_own() throws IOException {
        var page = at(doors().start("lanes", gate()));
        page.locator("#steps").getByRole(AriaRole.LINK, link("[1]")).click();
        assertThat(page.locator("#step h2")).hasText("enrich.legs[1]");
        button(page, "Approve").click();
        openGate();

        assertThat(page.locator("#head .state")).containsText("Completed");
        assertThat(page.locator("#decisions")).containsText("Is the risk acceptable?");
    }

    @Test
    void nothing_sticks_out_on_a_phone() throws IOException {
        var page = browser.sized(390, 844, ColorScheme.DARK);
        var items = IntStream.rangeClosed(1, 50).boxed().toList();
        var crowd = "{\"gate\": \"%s\", \"items\": %s}".formatted(gatePath(), items);
        for (var run :
                new String[] {
                    doors().start("ask", "{}"),
                    doors().start("listen", "{}"),
                    doors().start("lanes", gate()),
                    doors().start("family", gate()),
                    doors().start("stubborn", gate()),
                    doors().start("crowd", crowd)
                }) {
            page.navigate(address("/runs/" + run));
            assertThat(page.locator("#link-state")).containsText("Live");
            assertThat(overhang(page)).as(page.locator("h1").textContent()).isZero();
        }
        page.navigate(address("/approvals"));
        assertThat(overhang(page)).isZero();
        openGate();
    }

    private Page at(String run) {
        var page = browser.window();
        page.navigate(address("/runs/" + run));
        return page;
    }

    private static Locator.GetByRoleOptions link(String name) {
        return inside(name).setExact(true);
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private String gate() {
        return "{\"gate\": \"" + gatePath() + "\"}";
    }
}
