/// Observing: filters see calls and attempts go by and tell an [dev.sluice.call.pipeline.Observer],
/// each start with its end on every path.
@NullMarked
package dev.sluice.internal.observe;

import org.jspecify.annotations.NullMarked;
