/**
 * The pages: server-rendered, live, usable without JavaScript. Start reading at {@link
 * io.agentrunner.dashboard.RunPage}: each page is one record in which everything is decided, and a
 * template that places its values.
 *
 * <p>While somebody looks, the script fetches a changed part again and puts it in its place: there
 * is one rendering, and it is the server's.
 */
@NullMarked
package io.agentrunner.dashboard;

import org.jspecify.annotations.NullMarked;
