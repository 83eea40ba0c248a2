package dev.sluice.call;

import dev.sluice.call.request.Operation;
import java.util.Optional;

/// Something that happened to a target or a provider, and that an operator wants to know of. Each
/// is told once: when it begins, and when it is over.
public sealed interface Notice {

  /// The circuit of a target was opened, or closed again; what lies between is not told.
  ///
  /// @param target `provider/model`
  /// @param operation the operation that the target is asked for
  /// @param open whether it is open now
  /// @param why one word: `failures`, `slow`, `failure_rate`, `one_caller`, `probe_failed`;
  ///   `recovered`, `second_opinion`
  record Circuit(String target, Operation operation, boolean open, String why) implements Notice {}

  /// A provider did not list its models, or does so again.
  ///
  /// @param provider its configured name
  /// @param why why not; empty when it does again
  record Models(String provider, Optional<Failed> why) implements Notice {}
}
