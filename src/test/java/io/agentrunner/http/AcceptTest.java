package io.agentrunner.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptTest {

    @Test
    void only_who_names_html_first_gets_html() {
        assertThat(Accept.prefersHtml("text/html,application/xhtml+xml,*/*;q=0.8")).isTrue();
        assertThat(Accept.prefersHtml("application/json;q=0.5, text/html")).isTrue();
        assertThat(Accept.prefersHtml("application/json, text/html;q=0.9")).isFalse();
        assertThat(Accept.prefersHtml("*/*")).isFalse();
        assertThat(Accept.prefersHtml("text/html;q=0")).isFalse();
        assertThat(Accept.prefersHtml(null)).isFalse();
    }

    @Test
    void only_who_names_the_stream_gets_the_stream() {
        assertThat(Accept.prefersEventStream("text/event-stream")).isTrue();
        assertThat(Accept.prefersEventStream("text/event-stream, */*")).isTrue();
        assertThat(Accept.prefersEventStream("application/json, text/event-stream;q=0.5"))
                .isFalse();
        assertThat(Accept.prefersEventStream("*/*")).isFalse();
    }
}
