package dev.sluice.lab.demo;

import java.net.http.HttpHeaders;
import java.util.Optional;

/// What has helped a call, as its answer's headers tell.
enum Help {
  /// The attempt beside a late one was the first to answer.
  RACE("late calls answered by the target that raced them: %d"),
  /// An attempt had failed.
  FALLBACK("failed calls answered by another attempt: %d"),
  CACHE("embeddings from the cache: %d"),
  COALESCED("embeddings of an identical call under way: %d"),
  BATCH("embeddings sent in a batch: %d");

  private static final String RACED = "race";

  private final String words;

  Help(String words) {
    this.words = words;
  }

  /// The sentence for so many calls.
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
