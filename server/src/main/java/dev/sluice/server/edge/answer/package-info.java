/// The answer on its way to the client: framing, headers, errors in the client's dialect. Confined
/// to the connection's event loop.
@NullMarked
package dev.sluice.server.edge.answer;

import org.jspecify.annotations.NullMarked;
