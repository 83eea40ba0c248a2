/// Routing: which route answers a call, by the model that it asks for. Admission chooses the target
/// of the route.
@NullMarked
package dev.sluice.internal.route;

import org.jspecify.annotations.NullMarked;
