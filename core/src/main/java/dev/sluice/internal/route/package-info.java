/// Routing: which route answers a call, by the model that it asks for. Which target of the route
/// takes it is admission's to say.
@NullMarked
package dev.sluice.internal.route;

import org.jspecify.annotations.NullMarked;
