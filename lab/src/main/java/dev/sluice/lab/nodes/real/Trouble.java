package dev.sluice.lab.nodes.real;

import java.io.IOException;

/// Something that can befall Redis or a node.
///
/// @param name one word or two
/// @param begin begins it
/// @param end mends it
/// @param passes whether it is over by itself, so that what comes after it is seen during it
record Trouble(String name, Step begin, Step end, boolean passes) {
  /// One that has to be mended.
  Trouble(String name, Step begin, Step end) {
    this(name, begin, end, false);
  }

  /// One that is over by itself.
  static Trouble passing(String name, Step begin) {
    return new Trouble(name, begin, () -> {}, true);
  }

  /// One step of it.
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }
}
