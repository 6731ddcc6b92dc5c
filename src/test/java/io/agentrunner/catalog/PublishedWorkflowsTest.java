package io.agentrunner.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentrunner.catalog.Blueprints.Format;
import io.agentrunner.catalog.Blueprints.Reading.Read;
import io.agentrunner.postgres.TestDatabaseResource;
import io.agentrunner.workflow.Workflow;
import io.agentrunner.workflow.dsl.Builder;
import io.agentrunner.workflow.dsl.Context;
import io.agentrunner.workflow.dsl.Defined;
import io.agentrunner.workflow.dsl.WorkflowDefinition;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(TestDatabaseResource.class)
class PublishedWorkflowsTest {

    @Inject Vertx vertx;
    @Inject Blueprints blueprints;
    @Inject WrittenSources sources;

    private PublishedWorkflows here;
    private String name;

    @BeforeEach
    void a_name_nobody_has() {
        name = "w-" + UUID.randomUUID();
        here = anotherNode();
    }

    @Test
    void what_was_published_survives_in_the_database() {
        var workflow = workflow(1);
        done(here.publish(workflow, "api", null));
        var other = anotherNode();
        done(other.refresh());
        assertThat(other.all()).extracting(Edition::workflow).contains(workflow);
        assertThat(other.current(name).toCompletableFuture())
                .isCompletedWithValue(Optional.of(new Published(workflow, "api", null, false)));
    }

    @Test
    void what_another_node_published_is_found_when_it_is_asked_for() {
        var other = anotherNode();
        done(other.publish(workflow(1), "api", null));
        assertThat(done(here.current(name)).orElseThrow().workflow()).isEqualTo(workflow(1));
        done(other.publish(workflow(2), "api", null));
        var second = workflow(2);
        assertThat(done(here.version(name, second.version())).orElseThrow().workflow())
                .isEqualTo(second);
    }

    @Test
    void what_another_node_made_current_or_archived_is_noticed() {
        done(here.publish(workflow(1), "api", null));
        done(here.publish(workflow(2), "api", null));
        done(here.refresh());
        var other = anotherNode();
        done(other.publish(workflow(1), "api", null));
        done(here.refresh());
        assertThat(done(here.current(name)).orElseThrow().workflow()).isEqualTo(workflow(1));
        done(other.archive(name));
        done(here.refresh());
        assertThat(done(here.current(name)).orElseThrow().archived()).isTrue();
        done(other.activate(name));
        done(here.refresh());
        assertThat(done(here.current(name)).orElseThrow().archived()).isFalse();
    }

    @RepeatedTest(5)
    void of_many_who_publish_the_same_one_is_first_and_one_version_is_current() {
        var publications = new ArrayList<CompletionStage<Publication>>();
        for (int i = 0; i < 20; i++) {
            var node = i % 2 == 0 ? here : anotherNode();
            publications.add(node.publish(workflow(i % 3), "api", null));
        }
        assertThat(publications.stream().map(PublishedWorkflowsTest::done))
                .filteredOn(Publication::isNew)
                .hasSize(3);
        assertThat(done(anotherNode().versions(name)))
                .hasSize(3)
                .filteredOn(Edition::current)
                .hasSize(1);
    }

    @Test
    void what_a_newer_server_wrote_hides_nothing_else() {
        done(here.publish(workflow(1), "api", null));
        var newer = workflow(2);
        var strange = newer.definition().replace("{", "{\"unknownToday\":1,");
        done(
                here.publish(
                                new Workflow(
                                        name,
                                        newer.version(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        newer.timeline(),
                                        null,
                                        strange),
                                "api",
                                null)
                        .handle((_, _) -> true));
        var other = anotherNode();
        done(other.refresh());
        assertThat(done(other.version(name, workflow(1).version()))).isPresent();
        assertThat(done(other.version(name, newer.version()))).isEmpty();
    }

    @Nested
    class A_folder {

        @TempDir Path folder = Path.of("");

        @Test
        void is_published_at_the_start_and_knows_where_it_is() {
            write("a.yaml", yaml(1), 1);
            done(librarian(here).load());
            assertThat(done(here.current(name)))
                    .contains(new Published(workflow(1), "file", folder.toString(), false));
        }

        @Test
        void is_read_again_when_a_file_was_changed_and_is_still() {
            write("a.yaml", yaml(1), 1);
            var librarian = librarian(here);
            done(librarian.load());
            write("a.yaml", yaml(2), 2);
            done(librarian.walk());
            assertThat(currentValue()).isEqualTo(workflow(1));
            done(librarian.walk());
            assertThat(currentValue()).isEqualTo(workflow(2));
            write("b.yml", yaml(2).replace(name, name + "-b"), 3);
            done(librarian.walk());
            done(librarian.walk());
            assertThat(done(here.current(name + "-b"))).isPresent();
        }

        @Test
        void with_a_bad_file_serves_the_others_and_the_bad_one_once_it_is_good() {
            write("bad.yaml", "name: [", 1);
            write("good.yaml", yaml(1), 1);
            write("ignored.txt", "name: [", 1);
            write(".hidden.yaml", "name: [", 1);
            var librarian = librarian(here);
            done(librarian.load());
            assertThat(currentValue()).isEqualTo(workflow(1));
            write("bad.yaml", yaml(1).replace(name, name + "-b"), 2);
            done(librarian.walk());
            done(librarian.walk());
            assertThat(done(here.current(name + "-b"))).isPresent();
        }

        @Test
        void that_did_not_change_leaves_what_somebody_published_meanwhile() {
            write("a.yaml", yaml(1), 1);
            done(librarian(here).load());
            done(here.publish(workflow(2), "api", null));
            done(librarian(anotherNode()).load());
            done(here.refresh());
            assertThat(currentValue()).isEqualTo(workflow(2));
            write("a.yaml", yaml(3), 2);
            done(librarian(here).load());
            assertThat(currentValue()).isEqualTo(workflow(3));
        }

        @Test
        void that_was_moved_is_the_new_home() {
            write("a.yaml", yaml(1), 1);
            done(here.publish(workflow(1), "file", "/elsewhere"));
            done(librarian(here).load());
            assertThat(done(here.current(name)).orElseThrow().home()).isEqualTo(folder.toString());
        }

        @Test
        void may_name_a_workflow_once() {
            write("a.yaml", yaml(1), 1);
            write("b.yaml", yaml(2), 1);
            done(librarian(here).load());
            assertThat(currentValue()).isEqualTo(workflow(1));
        }

        @Test
        void that_is_missing_stops_nothing() {
            done(
                    new Librarian(
                                    here,
                                    blueprints,
                                    sources,
                                    Optional.of(folder.resolve("none")),
                                    java())
                            .load());
        }

        @Test
        void is_not_looked_at_before_everything_was_loaded() {
            write("a.yaml", yaml(1), 1);
            var librarian = librarian(here);
            done(librarian.walk());
            done(librarian.walk());
            assertThat(done(here.current(name))).isEmpty();
        }

        @Test
        void has_no_say_in_a_workflow_that_is_written_in_java() {
            write("a.yaml", yaml(1), 1);
            var java = new JavaWorkflows(new JavaCode(List.of(new InJava(name))), blueprints);
            done(new Librarian(here, blueprints, sources, Optional.of(folder), java).load());
            assertThat(done(here.edition(name, null)).orElseThrow().published().source())
                    .isEqualTo("java");
            assertThat(done(here.versions(name))).hasSize(1);
        }

        private record InJava(String name) implements WorkflowDefinition<Order, Integer> {
            @Override
            public Defined<Order, Integer> define(Builder<Order> w) {
                var total = w.step("total", this::total);
                return w.timeline(total).output(total);
            }

            private int total(Context context, Order order) {
                return order.total() + context.attempt();
            }
        }

        private record Order(int total) {}

        private Librarian librarian(PublishedWorkflows workflows) {
            return new Librarian(workflows, blueprints, sources, Optional.of(folder), java());
        }

        private void write(String file, String content, int second) {
            try {
                var path = Files.writeString(folder.resolve(file), content);
                Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(second)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Workflow currentValue() {
        return done(here.current(name)).orElseThrow().workflow();
    }

    private PublishedWorkflows anotherNode() {
        return new PublishedWorkflows(
                new StoredVersions(),
                new DatabaseContext(vertx),
                blueprints,
                InstantSource.system());
    }

    private Workflow workflow(int value) {
        var content = yaml(value).getBytes(StandardCharsets.UTF_8);
        return ((Read) blueprints.read(content, Format.YAML)).workflow();
    }

    private String yaml(int value) {
        return "name: " + name + "\ntimeline: [a]\nsteps: {a: {type: set, value: " + value + "}}";
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, SECONDS).join();
    }

    private JavaWorkflows java() {
        return new JavaWorkflows(new JavaCode(List.of()), blueprints);
    }
}
