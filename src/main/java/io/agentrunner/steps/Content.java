package io.agentrunner.steps;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.engine.Outcome.Large.Text;
import io.agentrunner.engine.Payloads;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/** What a step has come to: JSON that is written, the same as often as it is asked for. */
interface Content {

    static Content of(JsonNode tree) {
        return out -> out.writeTree(tree);
    }

    void writeTo(JsonGenerator out) throws IOException;

    /** Its text with every secret in it masked, of which no more is in memory than it takes. */
    default Text masked(Secrets secrets) {
        return out -> write(out, secrets);
    }

    /** The same in memory, as long as the journal has room for it; empty beyond that. */
    default Optional<String> small(Secrets secrets) throws IOException {
        var text = new SmallText(Payloads.LIMIT);
        try {
            write(text, secrets);
        } catch (SmallText.Full full) {
            return Optional.empty();
        }
        return Optional.of(text.toString()).filter(it -> !Payloads.isLarge(it));
    }

    private void write(Writer out, Secrets secrets) throws IOException {
        // Closing gives back its buffers; what was begun and the text itself are another's to end.
        var plain = Json.MAPPER.createGenerator(out);
        plain.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        plain.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        var json = secrets.longest() == 0 ? plain : new MaskingGenerator(plain, secrets);
        writeTo(json);
        json.close();
    }
}
