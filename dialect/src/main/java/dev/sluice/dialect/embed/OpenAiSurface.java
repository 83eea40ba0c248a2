package dev.sluice.dialect.embed;

import java.util.EnumSet;
import java.util.Set;

/// The properties of a vendor's `/v1/embeddings` beside `model` and `input`.
@SuppressWarnings("ImmutableEnumChecker")
enum OpenAiSurface {
  /// The surface of OpenAI. https://platform.openai.com/docs/api-reference/embeddings
  OPENAI("dimensions", 2048, EnumSet.of(Truncation.NONE), Set.of("user")),
  /// The surface of Mistral. https://docs.mistral.ai/api/endpoint/embeddings
  MISTRAL("output_dimension", Integer.MAX_VALUE, EnumSet.of(Truncation.NONE), Set.of("metadata")),
  /// The surface of Voyage. https://docs.voyageai.com/reference/embeddings-api
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

  /// The name of the property for the number of dimensions.
  String dimensions() {
    return dimensions;
  }

  /// The most inputs of a call.
  int inputs() {
    return inputs;
  }

  /// The treatments of inputs that are too long which the vendor has.
  Set<Truncation> truncations() {
    return truncations;
  }

  /// The names of the properties that the vendor has beside those.
  Set<String> others() {
    return others;
  }

  /// Whether the vendor has other types of numbers than floats.
  boolean hasTypes() {
    return this != OPENAI;
  }
}
