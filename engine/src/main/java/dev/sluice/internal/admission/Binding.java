package dev.sluice.internal.admission;

import dev.sluice.internal.admission.queue.RouteQueue;

/// The targets, controller and queue that a route's calls are admitted to under one configuration.
/// Immutable.
///
/// @param selector the route's targets
/// @param controller the controller that gives the grants
/// @param route the route's part of the queue there, closed once another binding holds
record Binding(TargetSelector selector, AdmissionController controller, RouteQueue route) {}
