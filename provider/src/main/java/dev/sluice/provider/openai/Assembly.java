package dev.sluice.provider.openai;

import dev.sluice.provider.assemble.WholeMembers;
import java.util.Optional;

/// How a stream becomes the whole answer that the client has asked for.
///
/// @param members what the provider's whole answers have besides
/// @param demand what the stream must show for its answer to be passed on; empty where any complete
///   answer is
public record Assembly(WholeMembers members, Optional<StreamDemand> demand) {
  /// Any complete answer, as its chunks say it.
  public static final Assembly PLAIN = new Assembly(WholeMembers.NONE, Optional.empty());
}
