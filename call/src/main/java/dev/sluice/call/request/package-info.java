/// The properties of a request ([dev.sluice.call.request.RequestFacts],
/// [dev.sluice.call.request.SchedulingHints]), read once from its head and body. Immutable values.
@NullMarked
package dev.sluice.call.request;

import org.jspecify.annotations.NullMarked;
