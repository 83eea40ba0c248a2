package dev.sluice.sim.fault;

import com.google.errorprone.annotations.Immutable;
import dev.sluice.sim.wire.Reply;

/// Makes a reply wrong.
@Immutable
@FunctionalInterface
interface Twist {

  /// Nothing is wrong with the reply itself.
  Twist NONE = (reply, _) -> reply;

  /// Makes a right reply a wrong one.
  ///
  /// @param reply a right one; its body may be used, or left
  Reply apply(Reply reply, Setting setting);
}
