/// The treatment of a route's calls ([dev.sluice.config.policy.RoutePolicy]): one immutable record
/// for each feature. A feature whose record is absent is off and costs nothing.
@NullMarked
package dev.sluice.config.policy;

import org.jspecify.annotations.NullMarked;
