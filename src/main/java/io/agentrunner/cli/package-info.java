/** The command line. Start reading at {@link io.agentrunner.cli.Main}. */
@NullMarked
package io.agentrunner.cli;

import org.jspecify.annotations.NullMarked;
