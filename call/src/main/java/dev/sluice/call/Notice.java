package dev.sluice.call;

import dev.sluice.call.request.Operation;
import java.util.Optional;

/// Something that happened to a target or a provider, and that an operator wants to know of. Each
/// event is told once when it begins, and once when it is over.
public sealed interface Notice {

  /// The circuit of a target was opened, or closed again; the states between are not told.
  ///
  /// @param target `provider/model`
  /// @param operation the operation that the circuit is for
  /// @param open whether it is open now
  /// @param why one word: `failures`, `slow`, `failure_rate`, `one_caller`, `probe_failed`;
  ///   `recovered`, `second_opinion`
  record Circuit(String target, Operation operation, boolean open, String why) implements Notice {}

  /// A provider did not list its models, or does so again.
  ///
  /// @param provider its configured name
  /// @param why the failure of the request for the list; empty when the list was received again
  record Models(String provider, Optional<Failed> why) implements Notice {}

  /// A provider that no key authorises has its first credential, has failed to get one, or has one
  /// again.
  ///
  /// @param provider its configured name
  /// @param source where the proof of the gateway's identity comes from, in words; nothing secret
  /// @param why the reason of the failure, in words that show nothing secret; empty where there is
  ///   a credential
  record Credential(String provider, String source, Optional<String> why) implements Notice {}
}
