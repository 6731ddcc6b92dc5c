/**
 * The engine against the real journal and a clock moved by hand. Start reading at {@link
 * io.agentrunner.engine.Scene}: what a test has at hand.
 */
@NullMarked
package io.agentrunner.engine;

import org.jspecify.annotations.NullMarked;
