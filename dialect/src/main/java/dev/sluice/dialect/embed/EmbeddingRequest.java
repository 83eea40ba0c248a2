package dev.sluice.dialect.embed;

import dev.sluice.dialect.json.RawJson;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A request for vectors.
///
/// @param inputs at least one
/// @param path of all inputs together
/// @param options the options that hold for each input
/// @param base64 whether vectors are wanted in base64
/// @param others the properties that only the client's dialect has
record EmbeddingRequest(
    List<EmbeddingInput> inputs,
    String path,
    Options options,
    boolean base64,
    List<Stated<RawJson>> others) {
  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
    others = List.copyOf(others);
  }

  /// The part of the request that its answer needs.
  public Asked asked() {
    return new Asked(inputs.size(), id(), options.numbers(), base64);
  }

  /// A name for the answer, which is the same for the same inputs.
  private String id() {
    List<String> texts = inputs.stream().map(EmbeddingInput::words).toList();
    ByteBuffer seed = ByteBuffer.allocate(Integer.BYTES).putInt(texts.hashCode());
    return UUID.nameUUIDFromBytes(seed.array()).toString();
  }

  /// The part of a request that its answer needs, without the inputs.
  ///
  /// @param count the number of inputs
  /// @param id a name for the answer, which is the same for the same inputs
  /// @param base64 whether vectors are wanted in base64
  public record Asked(int count, String id, NumberType numbers, boolean base64) {}

  /// The options that hold for each input.
  ///
  /// @param usual the treatment by the client's own API with an input that is too long, where the
  ///   client does not say
  /// @param title the title of a document that is to be found
  public record Options(
      Optional<Stated<Long>> dimensions,
      Optional<Stated<NumberType>> type,
      Optional<Stated<EmbeddingTask>> task,
      Optional<Stated<Truncation>> truncation,
      Truncation usual,
      Optional<Stated<String>> title) {

    /// The type that the numbers are to have.
    public NumberType numbers() {
      return type.map(Stated::value).orElse(NumberType.FLOAT);
    }

    /// Whether `other` asks for the same, under whatever paths.
    public boolean same(Options other) {
      return value(dimensions).equals(value(other.dimensions))
          && value(type).equals(value(other.type))
          && value(task).equals(value(other.task))
          && value(truncation).equals(value(other.truncation))
          && value(title).equals(value(other.title));
    }

    private static <T> Optional<T> value(Optional<Stated<T>> stated) {
      return stated.map(Stated::value);
    }
  }
}
