/**
 * A small copy of the map in which every rule of {@link io.agentrunner.ArchitectureTest} is broken
 * on purpose, to see that it would be noticed.
 */
@NullMarked
package io.agentrunner.planted;

import org.jspecify.annotations.NullMarked;
