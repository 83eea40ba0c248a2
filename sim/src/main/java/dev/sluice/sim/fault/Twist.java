package dev.sluice.sim.fault;

import com.google.errorprone.annotations.Immutable;
import dev.sluice.sim.wire.HttpReply;

/// A change of a right reply into a wrong one.
@Immutable
@FunctionalInterface
interface Twist {

  /// The twist that changes nothing.
  Twist NONE = (reply, _) -> reply;

  /// Makes a right reply a wrong one.
  ///
  /// @param reply a right one; its body may be used, or left
  HttpReply apply(HttpReply reply, FaultContext context);
}
