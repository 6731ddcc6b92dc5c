package io.agentrunner.catalog;

import java.util.HashMap;
import java.util.Map;

/**
 * Where an expression stands, and what is known there of what it may name.
 *
 * @param variables of which something is known; those that are missing can be anything
 */
record TypedPlace(TemplatePlace place, Map<String, ValueType> variables) {

    TypedPlace at(TemplatePlace other) {
        return new TypedPlace(other, variables);
    }

    /** The same, where some more names mean something. */
    TypedPlace with(Map<String, ValueType> more) {
        var all = new HashMap<>(variables);
        all.putAll(more);
        return new TypedPlace(place, all);
    }
}
