/** Tests of the catalogue; those of blueprints read the documents in the test resources. */
@NullMarked
package io.agentrunner.catalog;

import org.jspecify.annotations.NullMarked;
