/// The call log: one JSON line for each call, and for each request that did not become one. Neither
/// a key nor a word of a prompt is in it. Lines go through a bounded queue to one platform thread;
/// when it cannot keep up they are dropped and counted, so that a blocked pipe never blocks a call;
/// when they cannot be written, as on a full disk, they are counted too, and a line on stderr says
/// so.
@NullMarked
package dev.sluice.server.log;

import org.jspecify.annotations.NullMarked;
