@NullMarked
package io.agentrunner.steps;

import org.jspecify.annotations.NullMarked;
