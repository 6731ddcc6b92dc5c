@NullMarked
package io.agentrunner.artifacts;

import org.jspecify.annotations.NullMarked;
