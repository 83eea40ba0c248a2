/// What a call runs on: clock, event loop, memory budget. Each type says which threads may use it.
@NullMarked
package dev.sluice.call.runtime;

import org.jspecify.annotations.NullMarked;
