package dev.sluice.dialect.embed;

import static dev.sluice.dialect.embed.EmbeddingProperties.malformed;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.BrokenAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A form of answers of which the vectors are read as numbers, for an application in this process.
/// Stateless.
@SuppressWarnings("ImmutableEnumChecker")
public enum AnsweredVectors {
  /// `data`, each with an `embedding`: a list of numbers, or base64 of floats.
  OPENAI("data") {
    @Override
    List<RawVector> vectors(JsonNode top, byte[] body) {
      List<JsonNode> data = top.children("data");
      var vectors = new @Nullable RawVector[data.size()];
      for (int i = 0; i < vectors.length; i++) {
        JsonNode part = data.get(i);
        long place = part.number("index", part.get("index") == null ? i : -1);
        if (place < 0 || place >= vectors.length || vectors[(int) place] != null) {
          throw malformed("the places of its vectors contradict each other");
        }
        vectors[(int) place] = vector(part.get("embedding"), body);
      }
      return Arrays.stream(vectors).map(Objects::requireNonNull).toList();
    }
  },

  /// `embeddings`, each with `values`, or one `embedding`.
  GEMINI("embeddings", "embedding") {
    @Override
    List<RawVector> vectors(JsonNode top, byte[] body) {
      JsonNode one = top.get("embedding");
      List<JsonNode> all = one == null ? top.children("embeddings") : List.of(one);
      return all.stream().map(part -> vector(part.get("values"), body)).toList();
    }
  },

  /// `predictions`, each with `embeddings` that have `values`.
  PREDICT("predictions", "embeddings") {
    @Override
    List<RawVector> vectors(JsonNode top, byte[] body) {
      return top.children("predictions").stream()
          .map(one -> one.get("embeddings"))
          .map(one -> vector(one == null ? null : one.get("values"), body))
          .toList();
    }
  },

  /// `embeddings` with a list of vectors for each type, of which the first is taken.
  COHERE("embeddings", "base64") {
    @Override
    List<RawVector> vectors(JsonNode top, byte[] body) {
      List<JsonNode> types = top.children("embeddings");
      JsonNode list = types.isEmpty() ? null : types.getFirst();
      if (list == null || !list.is(JsonKind.ARRAY)) {
        throw malformed("it has none");
      }
      boolean base64 = list.name().equals("base64");
      return base64
          ? list.children().stream().map(one -> vector(one, body)).toList()
          : Vectors.lists(list, body);
    }
  };

  private final JsonReader reader;

  /// @param opened the names of what is opened, on the way to the vectors
  AnsweredVectors(String... opened) {
    this.reader = JsonReader.of(opened);
  }

  /// Reads the vectors of an answer in the order of the inputs, each as an array of its own.
  ///
  /// @param meter counts what is built, the vectors included
  /// @throws BrokenAnswer if the answer has no vectors that can be read
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public float[][] read(byte[] body, HeapMeter meter) {
    var read = new ArrayList<float[]>();
    for (RawVector vector : vectors(EmbeddingProperties.answer(reader, body, meter), body)) {
      read.add(Vectors.floats(vector, meter));
    }
    return read.toArray(float[][]::new);
  }

  abstract List<RawVector> vectors(JsonNode top, byte[] body);

  private static RawVector vector(@Nullable JsonNode value, byte[] body) {
    if (value != null && value.is(JsonKind.STRING) && !value.text().isEmpty()) {
      return RawVector.of(value.text());
    }
    return Vectors.list(value, body);
  }
}
