package io.agentrunner.runs;

import static io.agentrunner.runs.AtTheDoor.GREET;
import static io.agentrunner.runs.AtTheDoor.NOBODY;
import static io.agentrunner.runs.AtTheDoor.awaitState;
import static io.agentrunner.runs.AtTheDoor.ended;
import static io.agentrunner.runs.AtTheDoor.problem;
import static io.agentrunner.runs.AtTheDoor.start;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationProfile.class)
class ListingTest {
    @Test
    void lists_have_pages_without_gap_or_overlap_and_without_payloads() {
        var tag = UUID.randomUUID().toString();
        var body = "{\"workflow\": \"nap\", \"tags\": [\"" + tag + "\"]}";
        String first = start(body).extract().path("id");
        String second = start(body).extract().path("id");
        String third = start(body).extract().path("id");
        var page =
                given().get("/runs?tag=" + tag + "&limit=2")
                        .then()
                        .statusCode(200)
                        .body("items.id", equalTo(List.of(third, second)))
                        .body("total", equalTo(3))
                        .body("totalIsEstimate", equalTo(false))
                        .body("items[0]", not(hasKey("inputs")))
                        .body("items[0]", not(hasKey("result")))
                        .body("items[0]", not(hasKey("steps")))
                        .extract();
        given().get("/runs?tag=" + tag + "&limit=2&cursor=" + page.path("nextCursor"))
                .then()
                .body("items.id", equalTo(List.of(first)))
                .body("nextCursor", nullValue());
        given().get("/runs?tag=" + tag + "&sort=createdAt")
                .then()
                .body("items.id", equalTo(List.of(first, second, third)));
    }

    @Test
    void every_filter_selects() {
        var tag = UUID.randomUUID().toString();
        var done =
                ended(
                        GREET.replace(
                                "}}",
                                "}, \"tags\": [\""
                                        + tag
                                        + "\"], \"correlationId\": \"c-"
                                        + tag
                                        + "\"}"));
        var open =
                (String)
                        start("{\"workflow\": \"nap\", \"tags\": [\"" + tag + "\"]}")
                                .extract()
                                .path("id");
        awaitState(open, "WAITING");
        var of = "/runs?tag=" + tag;
        given().get(of + "&workflow=nap").then().body("items.id", equalTo(List.of(open)));
        given().get(of + "&state=COMPLETED").then().body("items.id", equalTo(List.of(done)));
        given().get(of + "&state=COMPLETED&state=WAITING").then().body("items", hasSize(2));
        given().get(of + "&reason=SLEEP").then().body("items.id", equalTo(List.of(open)));
        given().get(of + "&q=c-" + tag).then().body("items.id", equalTo(List.of(done)));
        given().get(of + "&q=" + done).then().body("items.id", equalTo(List.of(done)));
        given().get(of + "&createdAfter=2100-01-01T00:00:00Z")
                .then()
                .body("items", hasSize(0))
                .body("total", equalTo(0));
        given().get(of + "&createdBefore=2100-01-01T00:00:00Z").then().body("items", hasSize(2));
        given().get(of + "&parent=" + NOBODY).then().body("items", hasSize(0));
        given().get(of + "&state=&q=").then().body("items", hasSize(2));
    }

    @Test
    void what_cannot_be_read_is_refused_by_name() {
        for (var query :
                List.of(
                        "state=ASLEEP",
                        "reason=x",
                        "limit=0",
                        "limit=501",
                        "limit=x",
                        "cursor=x",
                        "sort=name",
                        "parent=x",
                        "createdAfter=yesterday",
                        "createdBefore=%2B10000-01-01T00:00:00Z",
                        "stat=FAILED")) {
            problem(given().urlEncodingEnabled(false).get("/runs?" + query).then(), 400)
                    .body("detail", containsString(query.substring(0, query.indexOf('='))));
        }
    }

    @Test
    void a_cursor_belongs_to_the_list_it_comes_from() {
        var tag = UUID.randomUUID().toString();
        var body = "{\"workflow\": \"nap\", \"tags\": [\"" + tag + "\"]}";
        start(body);
        start(body);
        var of = "/runs?limit=1&tag=" + tag;
        String cursor = given().get(of).then().extract().path("nextCursor");
        for (var other : List.of("&sort=createdAt", "&workflow=nap", "&state=WAITING", "&q=nap")) {
            problem(given().get(of + other + "&cursor=" + cursor).then(), 400)
                    .body("detail", containsString("cursor"));
        }
        given().get(of + "&sort=-createdAt&createdAfter=2001-01-01T00:00:00Z&cursor=" + cursor)
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
    }

    @Test
    void what_has_one_value_is_given_once() {
        for (var twice : List.of("workflow=a&workflow=b", "limit=1&limit=2", "sort=&sort=")) {
            problem(given().get("/runs?" + twice).then(), 400)
                    .body("detail", containsString("once"))
                    .body("errors[0].path", equalTo(twice.substring(0, twice.indexOf('='))));
        }
    }

    @Test
    void a_page_has_fifty_unless_told_otherwise() {
        given().get("/runs")
                .then()
                .statusCode(200)
                .body("items.size()", lessThanOrEqualTo(50))
                .body("items.state", everyItem(notNullValue()));
    }
}
