package rag;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Texts with their vectors, for any number of threads. It stands for a vector database.
final class Vectors {
  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

  /// Keeps a text, and returns its vector.
  float[] add(String text, float[] vector) {
    vectors.put(text, vector);
    return vector;
  }

  /// Returns the text whose vector is nearest to `asked`; empty where there is none.
  String nearest(float[] asked) {
    return vectors.keySet().stream()
        .max(Comparator.comparing(text -> product(vectors.get(text), asked)))
        .orElse("");
  }

  private static float product(float[] one, float[] other) {
    float sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
