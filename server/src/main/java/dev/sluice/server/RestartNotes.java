package dev.sluice.server;

import dev.sluice.server.config.CacheMemory;
import dev.sluice.server.config.SluiceConfig;
import java.util.ArrayList;
import java.util.List;

/// Notes about the parts of a new configuration that take effect at the next start alone.
final class RestartNotes {
  private static final String LATER = " changes at the next start";

  private RestartNotes() {}

  /// Returns a line for each part that differs and takes effect at the next start alone.
  ///
  /// @param started what the process has started with
  static List<String> of(SluiceConfig started, SluiceConfig next) {
    var notes = new ArrayList<String>();
    if (started.server().bodies() != next.server().bodies()) {
      notes.add("server.bodies" + LATER);
    }
    if (!started.store().equals(next.store())) {
      notes.add("store" + LATER);
    }
    if (!started.files().equals(next.files())) {
      notes.add("files" + LATER);
    }
    if (!started.batches().equals(next.batches())) {
      notes.add("batches" + LATER);
    }
    if (!started.cluster().equals(next.cluster())) {
      notes.add("cluster" + LATER);
    }
    if (!started.money().budgets().equals(next.money().budgets())
        || !started.money().zone().equals(next.money().zone())) {
      notes.add("budgets" + LATER);
    }
    if (started.log().calls() != next.log().calls()) {
      notes.add("log.calls" + LATER);
    }
    if (started.log().level() != next.log().level()) {
      notes.add("log.level" + LATER);
    }
    if (started.report().pinning() != next.report().pinning()) {
      notes.add("report.pinning" + LATER);
    }
    if (CacheMemory.isLarge(started) != CacheMemory.isLarge(next)) {
      notes.add("the collector that ./sluice chooses by the size of the routes' caches" + LATER);
    }
    return notes;
  }
}
