package dev.sluice.dialect.embed;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An answer with vectors.
///
/// @param vectors in the order of the inputs
/// @param model the model, as the provider names it; empty where it does not
/// @param tokens the tokens of the inputs; empty where the provider does not tell
record EmbeddingReply(List<RawVector> vectors, Optional<String> model, OptionalLong tokens) {
  public EmbeddingReply {
    vectors = List.copyOf(vectors);
  }

  /// The size of all vectors in bytes.
  public long size() {
    return vectors.stream().mapToLong(RawVector::size).sum();
  }
}
