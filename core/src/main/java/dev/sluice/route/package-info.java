/// Routing: which target answers a call. `weight` is weighted random among those that can;
/// `fallback` targets serve only when no other can; a target must support the operation.
@NullMarked
package dev.sluice.route;

import org.jspecify.annotations.NullMarked;
