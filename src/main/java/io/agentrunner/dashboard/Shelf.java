package io.agentrunner.dashboard;

import io.agentrunner.catalog.Published;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Which workflows there are. */
public interface Shelf {

    /** Each in its current version, by name. */
    CompletionStage<List<Published>> all();

    /** All versions of one, the current one first. */
    CompletionStage<List<Published>> versions(String name);
}
