package dev.sluice.batches;

import dev.sluice.call.runtime.Reservation;
import java.util.Optional;

/// Calls what lines ask for. Safe for any thread.
public interface LineCaller {
  /// How many bytes the body of a line may have.
  int largest();

  /// The models that the key of a batch may call.
  LineRules.Models models(BatchOrder order);

  /// Reserves memory for a line that is read, which is held until the call of the line counts its
  /// own; or for lines that go to a provider together, or come from there.
  ///
  /// @return empty where there is none now
  default Optional<Reservation> memory(long bytes) {
    return Optional.of(Reservation.NONE);
  }

  /// Calls a line as its key would, and returns at once.
  ///
  /// @param then told what becomes of it
  /// @return leaves the call: its answer is then [LineAnswer.NoAnswer], unless it was there before.
  ///   Run also where that was [LineAnswer.Result], once nobody needs it any more: its memory is
  ///   held so long
  Runnable call(LineCall line, LineReceiver then);
}
