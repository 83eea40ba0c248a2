package dev.sluice.lab.faults;

/// A gateway with two providers behind it.
///
/// @param first that stands first on the route
/// @param second its fallback
/// @param client of the gateway
record Scene(ScriptedProvider first, ScriptedProvider second, FaultClient client) {
  static final String FIRST = "first";
  static final String SECOND = "second";

  /// The model that clients ask for.
  static final String MODEL = "faults";
}
