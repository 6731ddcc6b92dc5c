package io.agentrunner.catalog;

import java.util.LinkedHashMap;
import java.util.function.Function;

/** What was made from texts, kept while it is in use and the texts together stay small enough. */
final class RecentlyUsed<V> {

    private final int maxCharacters;
    private final LinkedHashMap<String, V> byText = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    RecentlyUsed(int maxCharacters) {
        this.maxCharacters = maxCharacters;
    }

    V get(String text, Function<String, V> make) {
        synchronized (byText) {
            var known = byText.get(text);
            if (known != null) {
                return known;
            }
        }
        // Made outside the lock: two at once make it twice, which harms nobody.
        var made = make.apply(text);
        synchronized (byText) {
            keep(text, made);
        }
        return made;
    }

    private void keep(String text, V made) {
        if (byText.put(text, made) == null) {
            characters += text.length();
        }
        var eldest = byText.keySet().iterator();
        while (characters > maxCharacters && eldest.hasNext()) {
            characters -= eldest.next().length();
            eldest.remove();
        }
    }

    int size() {
        synchronized (byText) {
            return byText.size();
        }
    }
}
