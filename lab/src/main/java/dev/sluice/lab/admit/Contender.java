package dev.sluice.lab.admit;

import java.util.Locale;

/// The policies that are compared.
enum Contender {
  /// The gateway.
  SLUICE,
  /// The default SDK: two repeats.
  SDK,
  /// The patient SDK: repeats until the deadline.
  PATIENT,
  /// A gateway with strict bands, first come first served in each.
  STRICT,
  /// A gateway that serves first come, first served.
  FIFO;

  private static final int SDK_REPEATS = 2;

  /// Its name in reports.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// A contender that sends the calls of `world`.
  public Policy in(World world) {
    return switch (this) {
      case SLUICE -> new Sluice(world, Knowledge.CONFIGURATION);
      case SDK -> new Repeats(world, SDK_REPEATS);
      case PATIENT -> new Repeats(world, Integer.MAX_VALUE);
      case STRICT -> new FixedOrderQueue(world, Order.STRICT);
      case FIFO -> new FixedOrderQueue(world, Order.FIFO);
    };
  }
}
