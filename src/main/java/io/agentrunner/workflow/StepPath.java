package io.agentrunner.workflow;

import java.util.Optional;

/**
 * The address of a step: its name, and for one inside another the other's address before it, as in
 * {@code fan.a}, {@code fetch[3]}, {@code fan.fetch[3]}.
 */
public final class StepPath {

    private StepPath() {}

    /** The address of a named step inside another. */
    public static String named(String parent, String name) {
        return parent + "." + name;
    }

    /** The address of the step for one item. */
    public static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** The address of the step around it; empty for one that stands in the timeline. */
    public static Optional<String> parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? Optional.empty() : Optional.of(path.substring(0, end));
    }

    /** Whether it stands in the timeline. */
    public static boolean isTopLevel(String path) {
        return path.indexOf('.') < 0 && path.indexOf('[') < 0;
    }

    /** Whether it is inside that other, at whatever depth. */
    public static boolean isInside(String path, String other) {
        return path.length() > other.length()
                && path.startsWith(other)
                && (path.charAt(other.length()) == '.' || path.charAt(other.length()) == '[');
    }

    /** How many steps are around it. */
    public static int depth(String path) {
        return (int) path.chars().filter(c -> c == '.' || c == '[').count();
    }

    /** The index of the item it is for; empty for a named one. */
    public static Optional<Integer> index(String path) {
        int open = path.lastIndexOf('[');
        return path.endsWith("]")
                ? Optional.of(Integer.parseInt(path.substring(open + 1, path.length() - 1)))
                : Optional.empty();
    }

    /** The last part of a named one's address. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
