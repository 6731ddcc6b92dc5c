/**
 * How this server speaks HTTP, whatever the feature: problems, pages of lists, who may call. Start
 * reading at {@link io.agentrunner.http.Problem}.
 */
@NullMarked
package io.agentrunner.http;

import org.jspecify.annotations.NullMarked;
