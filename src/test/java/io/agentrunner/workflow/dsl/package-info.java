@NullMarked
package io.agentrunner.workflow.dsl;

import org.jspecify.annotations.NullMarked;
