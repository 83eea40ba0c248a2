/// The runtime of a call: clock, event loop, worker pool, memory budget. Each type says which
/// threads may use it.
@NullMarked
package dev.sluice.call.runtime;

import org.jspecify.annotations.NullMarked;
