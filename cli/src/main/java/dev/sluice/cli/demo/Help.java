package dev.sluice.cli.demo;

import java.net.http.HttpHeaders;
import java.util.Optional;

/// A mechanism that has helped a call, as the headers of the answer tell.
enum Help {
  /// The attempt beside a late one was the first to answer.
  RACE("late calls that a second provider, asked beside the first, answered sooner: %d"),
  /// An attempt failed, and a later one answered.
  FALLBACK("calls that failed at first and were answered by a second attempt: %d"),
  CACHE("embeddings answered from the cache: %d"),
  COALESCED("embeddings that shared the answer to the same question: %d"),
  BATCH("embeddings sent with others in one request: %d");

  private static final String RACED = "race";

  private final String words;

  Help(String words) {
    this.words = words;
  }

  /// Returns the sentence for `calls` calls that were helped so.
  String told(long calls) {
    return words.formatted(calls);
  }

  static Optional<Help> of(HttpHeaders headers) {
    Optional<String> reason = headers.firstValue("x-sluice-reason");
    if (reason.isPresent()) {
      return reason.map(why -> why.equals(RACED) ? RACE : FALLBACK);
    }
    return switch (headers.firstValue("x-sluice-cache").orElse("")) {
      case "hit" -> Optional.of(CACHE);
      case "coalesced" -> Optional.of(COALESCED);
      default -> headers.firstValue("x-sluice-batch").map(_ -> BATCH);
    };
  }
}
