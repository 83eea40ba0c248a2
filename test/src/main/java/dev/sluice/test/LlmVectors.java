package dev.sluice.test;

import dev.sluice.sim.dialect.Vector;
import dev.sluice.sim.dialect.Vectors;
import java.time.Duration;
import java.util.List;

/// The answer to a call for embeddings. Made by [Llm]; immutable.
public final class LlmVectors implements LlmReply {
  private final Vectors vectors;
  private final Duration after;

  private LlmVectors(Vectors vectors, Duration after) {
    this.vectors = vectors;
    this.after = after;
  }

  static LlmVectors drawn(int dimensions) {
    if (dimensions < 1) {
      throw new IllegalArgumentException(
          "a vector has " + dimensions + " dimensions; it must have 1 or more");
    }
    return new LlmVectors(Vectors.drawn(dimensions), Duration.ZERO);
  }

  static LlmVectors given(List<float[]> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there are no vectors; give at least one");
    }
    List<Vector> vectors = values.stream().map(Vector::given).toList();
    return new LlmVectors(new Vectors(values.getFirst().length, vectors), Duration.ZERO);
  }

  /// Returns the same answer, which comes so long after the call.
  public LlmVectors after(Duration delay) {
    return new LlmVectors(vectors, delay);
  }

  @Override
  public boolean fits(LlmApi api) {
    return api == LlmApi.EMBEDDINGS;
  }

  Vectors vectors() {
    return vectors;
  }

  ScriptedPace pace() {
    return new ScriptedPace(after.toNanos(), 0);
  }

  @Override
  public String toString() {
    int given = vectors.given().size();
    return given == 0 ? "vectors of " + vectors.dimensions() + " dimensions" : given + " vectors";
  }
}
