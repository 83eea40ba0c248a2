package dev.sluice.provider.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the numbers in an answer's usage, each of which counts something, tokens or money,
/// whatever it is called.
final class UsageCounts {
  private static final JsonFactory JSON = new JsonFactory();

  /// The most counts of a usage. No provider has a tenth of them.
  private static final int COUNTS_MAX = 256;

  private UsageCounts() {}

  /// The positions of the counts in `answer`; none where it has no usage, empty where that is
  /// malformed or has more than 256.
  static Optional<List<Span>> in(byte[] answer, Span usage) {
    List<Span> counts = new ArrayList<>();
    if (!usage.present()) {
      return Optional.of(counts);
    }
    int from = usage.start();
    try (JsonParser parser = JSON.createParser(answer, from, usage.end() - from)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isNumeric() && counts.size() == COUNTS_MAX) {
          return Optional.empty();
        }
        if (token.isNumeric()) {
          int start = from + (int) parser.currentTokenLocation().getByteOffset();
          counts.add(new Span(start, start + parser.getTextLength()));
        }
      }
      return Optional.of(counts);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
