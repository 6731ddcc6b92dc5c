/**
 * What runs leave behind: metadata in the table {@code artifacts}, bytes in an {@link
 * io.agentrunner.artifacts.ArtifactStore}. Start reading at {@link
 * io.agentrunner.artifacts.Artifacts}.
 *
 * <p>The only code that touches that table. Bytes come from commands that anybody may have written,
 * so a browser never gets them as a page of this server.
 */
@NullMarked
package io.agentrunner.artifacts;

import org.jspecify.annotations.NullMarked;
