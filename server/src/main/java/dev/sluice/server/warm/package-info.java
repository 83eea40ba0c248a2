/// The warm-up: a process that has just started is a hundred times slower than it will be, since
/// its classes are neither loaded nor compiled. So before it says that it is ready, calls run
/// through a gateway of its own, over real sockets, to a stand-in for a provider, and all of that
/// is thrown away again.
///
/// ```text
/// WarmUp          a gateway on a free port, until enough calls have been made
///   WarmUpCaller  a caller: a thread, one request after the other, a new connection after eight,
///               and in a long warm-up leaves once in a while; one of them sends what is large or
///               fails, so that the classes for that are loaded too
///   FakeProvider  the provider: a thread a connection, canned answers
/// ```
///
/// Nothing of it is seen in the metrics or the log of the gateway that serves.
@NullMarked
package dev.sluice.server.warm;

import org.jspecify.annotations.NullMarked;
