/// A provider that plays scenes, and speaks one dialect alone: it refuses a request that its own
/// vendor would refuse, and one that does not bring what the scene needs.
///
/// Stateless, but for its server: safe for any thread.
@NullMarked
package dev.sluice.it.matrix.provider;

import org.jspecify.annotations.NullMarked;
