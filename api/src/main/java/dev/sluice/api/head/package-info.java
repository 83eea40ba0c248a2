/// What the head of a client's request says: where it leads, in which dialect, what it wishes, and
/// what is wrong with it. Heads are Netty's, of whatever front: a socket, or a call in process.
@NullMarked
package dev.sluice.api.head;

import org.jspecify.annotations.NullMarked;
