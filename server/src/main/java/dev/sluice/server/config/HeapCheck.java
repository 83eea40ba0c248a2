package dev.sluice.server.config;

import java.util.Optional;

/// The check that the heap can hold what a configuration lets it be filled with.
public final class HeapCheck {
  private static final String MORE = ", or give the process more memory (SLUICE_MEMORY, in MiB)";

  private HeapCheck() {}

  /// The bounds that cannot hold, with the arithmetic; empty when all can.
  ///
  /// @param heap the largest that the heap may become, in bytes
  public static Optional<String> problem(SluiceConfig config, long heap) {
    long bodies = config.server().bodies();
    long caches = CacheMemory.of(config);
    if (bodies > heap / 4 * 3) {
      return Optional.of(
          "server.bodies is %s, above three quarters (%s) of the heap of %s"
                  .formatted(show(bodies), show(heap / 4 * 3), show(heap))
              + ": lower it"
              + MORE);
    }
    if (caches > 0 && bodies + caches > heap / 8 * 7) {
      return Optional.of(
          "server.bodies of %s and the routes' caches of %s are %s, above seven eighths (%s) of the heap of %s"
                  .formatted(
                      show(bodies),
                      show(caches),
                      show(bodies + caches),
                      show(heap / 8 * 7),
                      show(heap))
              + ": lower one of them"
              + MORE);
    }
    return Optional.empty();
  }

  private static String show(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
