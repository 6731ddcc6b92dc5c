/** Tests of the journal. Start reading at {@code FeedTest}. */
@NullMarked
package io.agentrunner.journal;

import org.jspecify.annotations.NullMarked;
