/// The logs: the call log, a line for each call and for each request that did not become one, and
/// the lines for the operator, each thing that happens to a target or a provider once, in words
/// ([dev.sluice.server.log.NoticeLog]). Neither a key nor a word of a prompt or of a provider is in
/// them. Lines go through a bounded queue to one platform thread for each log; when it cannot keep
/// up they are dropped and counted, so that a blocked pipe never blocks a call; when they cannot be
/// written, as on a full disk, they are counted too, and a line on stderr says so.
@NullMarked
package dev.sluice.server.log;

import org.jspecify.annotations.NullMarked;
