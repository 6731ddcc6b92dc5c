package io.agentrunner.catalog;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Every version of every workflow that was ever published here. */
public interface Workflows {

    /** The version that new runs get; empty when the name is unknown. */
    CompletionStage<Optional<Published>> current(String name);

    /** That version, whether or not it is still current or active. */
    CompletionStage<Optional<Published>> version(String name, String version);
}
