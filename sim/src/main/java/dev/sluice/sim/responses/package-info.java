/// The Responses dialect, from a provider's side: the response, its events, and what it repeats of
/// its request. What a model says, and how fast, is decided as for other dialects
/// ([dev.sluice.sim.dialect]).
///
/// Everything here is confined to the event loop of its call, and knows no time but delays.
@NullMarked
package dev.sluice.sim.responses;

import org.jspecify.annotations.NullMarked;
