package io.agentrunner.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
    @Test
    void a_url_becomes_host_port_and_database() {
        assertThat(DatabaseSettings.parse("postgresql://db_1.example:6432/runs", "ann", "secret"))
                .isEqualTo(new DatabaseSettings("db_1.example", 6432, "runs", "ann", "secret"));
    }

    @Test
    void the_port_may_be_left_out() {
        var settings = DatabaseSettings.parse("postgres://db/runs", "ann", null);
        assertThat(settings.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/runs");
        assertThat(settings.reactiveUrl()).isEqualTo("postgresql://db:5432/runs");
    }

    @Test
    void an_ipv6_address_loses_its_brackets_only_for_vertx() {
        var settings = DatabaseSettings.parse("postgresql://[::1]:5433/runs", "ann", "secret");
        assertThat(settings.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/runs");
        assertThat(settings.reactive().getHost()).isEqualTo("::1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "jdbc:postgresql://h/d",
                "postgresql://h",
                "postgresql://h/",
                "postgresql://h:0/d",
                "postgresql://h:65536/d",
                "postgresql://h:x/d",
                "postgresql://h/d?sslmode=require",
                "mysql://h/d",
                "postgresql://h/d/e"
            })
    void a_malformed_url_is_named_with_the_form_it_should_have(String url) {
        assertThatThrownBy(() -> DatabaseSettings.parse(url, "ann", "secret"))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("AGENT_RUNNER_DATABASE_URL")
                .hasMessageContaining("postgresql://host:port/database")
                .hasMessageContaining("\"" + url + "\"");
    }

    @Test
    void a_password_in_the_url_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> DatabaseSettings.parse("postgresql://ann:secret@h/d", "ann", null))
                .isInstanceOf(DatabaseUnusable.class)
                .message()
                .doesNotContain("secret")
                .contains("AGENT_RUNNER_DATABASE_PASSWORD");
    }

    @Test
    void a_missing_user_is_named() {
        assertThatThrownBy(() -> DatabaseSettings.parse("postgresql://h/d", null, null))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("AGENT_RUNNER_DATABASE_USER");
    }

    @Test
    void its_text_does_not_show_the_password() {
        var settings = DatabaseSettings.parse("postgresql://h/d", "ann", "secret");
        assertThat(settings).hasToString("ann at h:5432/d");
    }
}
