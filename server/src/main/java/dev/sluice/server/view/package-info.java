/// What the dashboard shows, as JSON: targets, queue, calls, configuration, and a line a second for
/// what is now. Read from what the engine holds when a browser asks, on the pool; a call pays
/// nothing for it but a line in the history. Instants are told as ages, so that a clock of the
/// browser or of the server that is wrong changes nothing.
@NullMarked
package dev.sluice.server.view;

import org.jspecify.annotations.NullMarked;
