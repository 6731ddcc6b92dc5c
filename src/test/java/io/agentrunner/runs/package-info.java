/** The doors of runs from outside, on a real engine and a real database. */
@NullMarked
package io.agentrunner.runs;

import org.jspecify.annotations.NullMarked;
