package io.agentrunner.dashboard;

import java.util.List;

/** A tag, and where all runs with it are. */
public record Tag(String name, String url) {

    static List<Tag> of(List<String> names) {
        return names.stream().map(name -> new Tag(name, "/runs?tag=" + Urls.encode(name))).toList();
    }
}
