package dev.sluice.sim.vendor;

import dev.sluice.sim.wire.ReceivedRequest;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A vendor with a form of embeddings of its own, and what its requests may have. Mistral's and
/// Voyage's paths are OpenAI's, so that they stand below the vendor's name.
@SuppressWarnings("ImmutableEnumChecker")
public enum Vendor {
  /// https://docs.mistral.ai/api/endpoint/embeddings
  MISTRAL(
      "/mistral/v1/embeddings",
      "input",
      Integer.MAX_VALUE,
      Set.of("metadata", "encoding_format", "output_dimension", "output_dtype")),
  /// https://docs.voyageai.com/reference/embeddings-api
  VOYAGE(
      "/voyage/v1/embeddings",
      "input",
      1000,
      Set.of("input_type", "truncation", "encoding_format", "output_dimension", "output_dtype")),
  /// https://docs.cohere.com/reference/embed
  COHERE(
      "/v2/embed",
      "texts",
      96,
      Set.of(
          "input_type",
          "truncate",
          "embedding_types",
          "output_dimension",
          "max_tokens",
          "priority"));

  private final String path;
  private final String input;
  private final int inputs;
  private final Set<String> options;

  Vendor(String path, String input, int inputs, Set<String> options) {
    this.path = path;
    this.input = input;
    this.inputs = inputs;
    this.options = options;
  }

  /// The vendor at whose address `request` asks; null for none.
  public static @Nullable Vendor of(ReceivedRequest request) {
    String path = request.path();
    return Stream.of(values()).filter(one -> path.equals(one.path)).findFirst().orElse(null);
  }

  /// Returns the name of the property with the inputs.
  String input() {
    return input;
  }

  /// How many inputs a call has at the most.
  int inputs() {
    return inputs;
  }

  /// Returns whether a request may have this property.
  boolean takes(String property) {
    return property.equals("model") || property.equals(input) || options.contains(property);
  }
}
