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
        // Not closed: that would write the ends of what was begun, and close what is another's.
        var plain = Json.MAPPER.createGenerator(out);
        var json = secrets.longest() == 0 ? plain : new MaskingGenerator(plain, secrets);
        writeTo(json);
        json.flush();
    }
}
