package dev.sluice.lab.admit;

import java.util.Locale;

/// The policies that are compared.
enum Contender {
  /// The gateway's own admission and quota.
  SLUICE,
  /// A client with the default SDK, which repeats twice.
  SDK,
  /// A patient client, which repeats until the deadline.
  PATIENT,
  /// A gateway with strict bands, first come first served in each.
  STRICT,
  /// A gateway that serves first come, first served.
  FIFO;

  private static final int SDK_REPEATS = 2;

  /// Returns the name of the contender in reports.
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
