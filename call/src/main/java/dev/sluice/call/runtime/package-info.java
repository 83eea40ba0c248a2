/// The things that a call runs on: clock, event loop, memory budget, pool of platform threads. Each
/// type says which threads may use it.
@NullMarked
package dev.sluice.call.runtime;

import org.jspecify.annotations.NullMarked;
