package dev.sluice.lab.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The options of the experiment with a store that goes away.
///
/// @param away how long each outage is
/// @param rate calls a second
/// @param outages what becomes of the store, one after the other
/// @param url the JDBC URL of a PostgreSQL database on this machine; SQLite where there is none
public record OutageOptions(Duration away, int rate, List<Outage> outages, Optional<String> url) {
  /// What a store suffers.
  public enum Outage {
    /// It is not there.
    AWAY,

    /// It is there and cannot grow.
    FULL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public OutageOptions {
    outages = List.copyOf(outages);
    if (outages.isEmpty() || (url.isPresent() && outages.size() > 1)) {
      throw new IllegalArgumentException(
          "one outage of a database, or some of a folder: not " + outages);
    }
    if (outages.contains(Outage.FULL) && url.isPresent()) {
      throw new IllegalArgumentException("--full is of SQLite alone: leave --url out");
    }
    if (away.compareTo(Duration.ofSeconds(1)) < 0 || rate < 1) {
      throw new IllegalArgumentException(
          "--away must be at least 1s and --rate at least 1; they are %d ms and %d"
              .formatted(away.toMillis(), rate));
    }
  }
}
