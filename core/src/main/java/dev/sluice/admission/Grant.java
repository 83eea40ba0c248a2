package dev.sluice.admission;

import dev.sluice.call.Permit;
import dev.sluice.call.Target;
import java.util.List;

/// A target, and what its gates have given.
///
/// @param begun when, on [dev.sluice.call.Clock#nanos]
record Grant(Target target, List<Permit> permits, long begun) {}
