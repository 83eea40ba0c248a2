package dev.sluice.dialect.rerank;

import dev.sluice.dialect.json.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An answer with documents in their order.
///
/// @param ranked the best first
/// @param model the model, as the provider names it; empty where it does not
/// @param tokens the tokens that were read; empty where the provider does not tell
/// @param units the search units that were taken; empty where the provider does not tell
record RerankReply(
    List<Ranked> ranked, Optional<String> model, OptionalLong tokens, OptionalLong units) {
  public RerankReply {
    ranked = List.copyOf(ranked);
  }

  /// A document's place.
  ///
  /// @param index its place in the request
  /// @param score how well it answers the query, by the scale of the model
  record Ranked(int index, RawJson score) {}
}
