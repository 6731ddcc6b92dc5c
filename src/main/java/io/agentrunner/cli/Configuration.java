package io.agentrunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What is configured outside the command line, with the defaults; see docs/configuration.md. */
final class Configuration {

    static final String PREFIX = "agent-runner.";
    private static final Path FILE = Path.of("config", "application.properties");

    private Configuration() {}

    /** One key: a system property, else the environment, else the configuration file. */
    static Optional<String> find(String key) {
        var property = System.getProperty(PREFIX + key);
        if (property != null) {
            return Optional.of(property);
        }
        var variable = (PREFIX + key).replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(System.getenv(variable))
                .or(() -> Optional.ofNullable(file().getProperty(PREFIX + key)))
                .filter(value -> !value.isBlank());
    }

    private static Properties file() {
        var properties = new Properties();
        if (Files.exists(FILE)) {
            try (var reader = Files.newBufferedReader(FILE)) {
                properties.load(reader);
            } catch (IOException unreadable) {
                throw new CannotStart(FILE + " can't be read: " + unreadable.getMessage());
            }
        }
        return properties;
    }

    static int port() {
        var text = find("port").orElse("8080");
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, together with numbers out of range.
        }
        throw new CannotStart("AGENT_RUNNER_PORT must be a number from 1 to 65535, not " + text);
    }

    /** The folder users' programs keep their data in, by the customs of the system. */
    static Path data() {
        return find("data").map(Path::of).orElseGet(Configuration::usualData);
    }

    private static Path usualData() {
        var home = Path.of(System.getProperty("user.home"));
        if (System.getProperty("os.name").startsWith("Mac")) {
            return home.resolve("Library/Application Support/agent-runner");
        }
        var xdg = System.getenv("XDG_DATA_HOME");
        var base = xdg == null || xdg.isBlank() ? home.resolve(".local/share") : Path.of(xdg);
        return base.resolve("agent-runner");
    }

    /** The examples of the checkout, where nothing else is said. */
    static @Nullable Path workflows() {
        var named = find("workflows");
        if (named.isPresent()) {
            return Path.of(named.get()).toAbsolutePath();
        }
        return examples();
    }

    /** Whether the examples in Java are there: where those in YAML are, if nothing is said. */
    static boolean showsExamples(@Nullable Path workflows) {
        return find("examples")
                .map(Boolean::parseBoolean)
                .orElseGet(() -> workflows != null && workflows.equals(examples()));
    }

    private static @Nullable Path examples() {
        var home = System.getProperty("agent-runner.home");
        var examples = home == null ? null : Path.of(home, "examples");
        return examples != null && Files.isDirectory(examples) ? examples : null;
    }
}
