package dev.sluice.lab.ledger;

import java.time.Duration;
import java.util.Optional;

/// The options of the experiment with a store that goes away.
///
/// @param away how long the store is away
/// @param rate calls a second
/// @param full whether the store is there and cannot grow, instead
/// @param url the JDBC URL of a PostgreSQL database on this machine; SQLite where there is none
public record OutageOptions(Duration away, int rate, boolean full, Optional<String> url) {
  public OutageOptions {
    if (full && url.isPresent()) {
      throw new IllegalArgumentException("--full is of SQLite alone: leave --url out");
    }
    if (away.compareTo(Duration.ofSeconds(1)) < 0 || rate < 1) {
      throw new IllegalArgumentException(
          "--away must be at least 1s and --rate at least 1; they are %d ms and %d"
              .formatted(away.toMillis(), rate));
    }
  }
}
