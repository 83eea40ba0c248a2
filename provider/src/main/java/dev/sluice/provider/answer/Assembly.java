package dev.sluice.provider.answer;

import dev.sluice.provider.assemble.WholeMembers;
import java.util.Optional;

/// The rules by which a stream becomes the whole answer that the client has asked for.
///
/// @param members the members that the provider's whole answers have beside what its chunks say
/// @param demand the evidence that the stream must show for its answer to be passed on; empty where
///   any complete answer is passed on
public record Assembly(WholeMembers members, Optional<StreamDemand> demand) {
  /// The rules by which any complete answer is passed on, as its chunks say it.
  public static final Assembly PLAIN = new Assembly(WholeMembers.NONE, Optional.empty());
}
