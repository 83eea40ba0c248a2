/// Runs calls: each on one virtual thread, carried by the loop that owns its sockets. The one place
/// where an interrupt becomes a cancelled call.
@NullMarked
package dev.sluice.internal.engine;

import org.jspecify.annotations.NullMarked;
