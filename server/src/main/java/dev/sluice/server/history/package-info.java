/// Keeps the history of a gateway process: closes its slots in time, and watches its loops.
@NullMarked
package dev.sluice.server.history;

import org.jspecify.annotations.NullMarked;
