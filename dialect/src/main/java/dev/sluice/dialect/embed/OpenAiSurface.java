package dev.sluice.dialect.embed;

import java.util.EnumSet;
import java.util.Set;

/// What a vendor's `/v1/embeddings` has beside `model` and `input`.
@SuppressWarnings("ImmutableEnumChecker")
enum OpenAiSurface {
  /// https://platform.openai.com/docs/api-reference/embeddings
  OPENAI("dimensions", 2048, EnumSet.of(Truncation.NONE), Set.of("user")),
  /// https://docs.mistral.ai/api/endpoint/embeddings
  MISTRAL("output_dimension", Integer.MAX_VALUE, EnumSet.of(Truncation.NONE), Set.of("metadata")),
  /// https://docs.voyageai.com/reference/embeddings-api
  VOYAGE("output_dimension", 1000, EnumSet.of(Truncation.NONE, Truncation.END), Set.of());

  private final String dimensions;
  private final int inputs;
  private final Set<Truncation> truncations;
  private final Set<String> others;

  OpenAiSurface(String dimensions, int inputs, Set<Truncation> truncations, Set<String> others) {
    this.dimensions = dimensions;
    this.inputs = inputs;
    this.truncations = Set.copyOf(truncations);
    this.others = others;
  }

  /// The name of the number of dimensions.
  String dimensions() {
    return dimensions;
  }

  /// How many inputs a call has at the most.
  int inputs() {
    return inputs;
  }

  /// What it can do with inputs that are too long.
  Set<Truncation> truncations() {
    return truncations;
  }

  /// What else it has.
  Set<String> others() {
    return others;
  }

  /// Whether it has other numbers than floats.
  boolean hasTypes() {
    return this != OPENAI;
  }
}
