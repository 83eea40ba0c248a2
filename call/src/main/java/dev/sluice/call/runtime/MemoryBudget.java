package dev.sluice.call.runtime;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// The account of all heap memory that grows with what peers send: one bound for the whole process.
/// No call waits for it. Safe for any thread; on a loop too, since it takes no lock.
public interface MemoryBudget {

  /// The use of reserved memory, which decides how much of the budget it may fill.
  enum Use {
    /// A request's body.
    BODY,
    /// An answer that has to be held as a whole, and what is read of it on the way.
    ANSWER,
    /// A copy without which the call goes on as well.
    COPY
  }

  /// Opens a reservation of nothing.
  ///
  /// @param owner the owner of the memory, as [dev.sluice.call.request.SchedulingHints#caller] has
  ///   it; [dev.sluice.call.request.SchedulingHints#NOBODY] for an unknown one, which has no share
  ///   that could be used up
  Reservation reserve(Use use, String owner);

  /// Whether more than three quarters are taken of the share that answers of `owner` may fill:
  /// alternatives that need no memory are to be preferred.
  boolean tight(String owner);

  /// The bytes that are reserved now.
  long used();

  /// A body that owns `bytes` and counts them against the budget; empty, and the bytes are given
  /// back, where there is no memory for them.
  default Optional<Body> body(ByteBuf bytes, String owner) {
    Reservation held = reserve(Use.BODY, owner);
    if (held.resize(bytes.capacity())) {
      return Optional.of(new Body(bytes, held::close));
    }
    held.close();
    bytes.release();
    return Optional.empty();
  }
}
