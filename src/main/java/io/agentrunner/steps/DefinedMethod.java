package io.agentrunner.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentrunner.catalog.JavaValues;
import io.agentrunner.catalog.TemplateFailed;
import io.agentrunner.workflow.dsl.StepCode;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** A step of a workflow written in Java. It is given a list: the values that it takes. */
record DefinedMethod(StepCode code, String hash) implements JavaMethod {

    @Override
    public @Nullable Object call(JsonNode with, StepContext context)
            throws InvocationTargetException {
        var types = code.takes();
        if (with.size() != types.size()) {
            throw Settings.wrong(
                    "with",
                    "has %d values, and %s takes %d: the code has changed since this version was published"
                            .formatted(with.size(), code.method().getName(), types.size()));
        }
        var values = new ArrayList<@Nullable Object>();
        for (int i = 0; i < types.size(); i++) {
            values.add(value(with, i));
        }
        try {
            return code.body().call(context, values);
        } catch (Throwable thrown) {
            throw new InvocationTargetException(thrown);
        }
    }

    private @Nullable Object value(JsonNode with, int place) {
        try {
            return JavaValues.read(with.get(place), code.takes().get(place));
        } catch (TemplateFailed unfit) {
            throw Settings.wrong("with[" + place + "]", "doesn't fit: " + unfit.getMessage());
        }
    }

    @Override
    public JsonNode json(@Nullable Object result) {
        return JavaValues.json(result, code.gives());
    }
}
