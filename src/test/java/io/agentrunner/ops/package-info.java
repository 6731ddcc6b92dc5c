/** What an operator sees. */
@NullMarked
package io.agentrunner.ops;

import org.jspecify.annotations.NullMarked;
