package io.agentrunner.catalog;

import io.agentrunner.catalog.Blueprints.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever becomes of a document on its way, its answer is one that people can use. */
class FuzzPropertyTest {

    private final List<Path> documents;

    FuzzPropertyTest() throws IOException {
        documents = Corpus.all().toList();
    }

    /** Something that happens to the bytes of a document, at that share of it and the next. */
    record Mishap(Kind kind, double from, double to, byte value, int other) {
        enum Kind {
            FLIP,
            CUT,
            DOUBLE,
            SPLICE
        }
    }

    @Property(tries = 1_000)
    void reading_never_throws_and_tells_the_place_of_every_mistake(
            @ForAll("documents") Path file, @ForAll("mishaps") List<Mishap> mishaps) {
        var bytes = Corpus.bytes(file);
        for (var mishap : mishaps) {
            bytes = after(mishap, bytes);
        }
        for (var format : Format.values()) {
            Corpus.read(bytes, format);
        }
    }

    private byte[] after(Mishap mishap, byte[] bytes) {
        int one = (int) (mishap.from() * bytes.length);
        int two = (int) (mishap.to() * bytes.length);
        int from = Math.min(one, two);
        int to = Math.max(one, two);
        var changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, from);
        switch (mishap.kind()) {
            case FLIP -> {
                changed.write(mishap.value());
                changed.write(
                        bytes,
                        Math.min(from + 1, bytes.length),
                        Math.max(0, bytes.length - from - 1));
            }
            case CUT -> changed.write(bytes, to, bytes.length - to);
            case DOUBLE ->
                    changed.write(
                            bytes,
                            Math.max(0, 2 * from - to),
                            bytes.length - Math.max(0, 2 * from - to));
            case SPLICE -> {
                var other = Corpus.bytes(documents.get(mishap.other() % documents.size()));
                int at = (int) (mishap.to() * other.length);
                changed.write(other, at, other.length - at);
            }
        }
        return changed.toByteArray();
    }

    @Provide
    Arbitrary<Path> documents() {
        return Arbitraries.of(documents);
    }

    @Provide
    Arbitrary<List<Mishap>> mishaps() {
        var shares = Arbitraries.doubles().between(0, 1);
        return Combinators.combine(
                        Arbitraries.of(Mishap.Kind.class),
                        shares,
                        shares,
                        Arbitraries.oneOf(
                                Arbitraries.bytes(),
                                Arbitraries.of(
                                        "{}[]:,-#&*!|>'\"%@`$\n\t "
                                                .chars()
                                                .mapToObj(c -> (byte) c)
                                                .toList())),
                        Arbitraries.integers().between(0, 10_000))
                .as(Mishap::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
