/**
 * Where the program starts; everything else lives in the packages below, by rank (see
 * docs/architecture.md).
 */
@NullMarked
package io.agentrunner;

import org.jspecify.annotations.NullMarked;
