package dev.sluice.internal.admission;

import dev.sluice.internal.admission.queue.RouteQueue;

/// What a route's calls are admitted to under one configuration. Immutable.
///
/// @param selector the route's targets
/// @param controller where their grants are given
/// @param route the route's part of the queue there, closed once another binding holds
record Binding(TargetSelector selector, AdmissionController controller, RouteQueue route) {}
