/** How the doors answer, seen from outside and rule by rule. */
@NullMarked
package io.agentrunner.http;

import org.jspecify.annotations.NullMarked;
