package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.runtime.Reservation;
import java.util.Optional;

/// The receiver of the answer to a call that was made within the process.
public interface WholeAnswer {
  /// Takes what is known of an answer once it begins.
  ///
  /// @param target who gives it, `PROVIDER/MODEL`; empty where it is a copy
  /// @param calls for how many calls the provider was asked at once
  default void began(String target, int calls) {}

  /// Notes that the call has a target, maybe not for the first time: it does not wait any more.
  default void attempted() {}

  /// Takes an answer that is complete.
  ///
  /// @param body as a client would have it
  /// @param memory what is set aside for the body; closed by the receiver, once it is not needed
  void answered(int status, byte[] body, Usage used, Reservation memory);

  /// Takes the error in place of an answer.
  ///
  /// @param error says whether the same call has a chance again, and when
  /// @param why the failure of the call; empty where it was turned away before it was one
  /// @param body as a client would have it
  void failed(ApiError error, Optional<Failed> why, byte[] body);
}
