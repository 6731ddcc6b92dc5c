package io.agentrunner.workflow;

/** JSON pointers (RFC 6901). */
public final class Pointer {

    private Pointer() {}

    public static String to(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    public static String to(String parent, int index) {
        return parent + "/" + index;
    }
}
