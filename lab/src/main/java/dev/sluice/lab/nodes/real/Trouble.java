package dev.sluice.lab.nodes.real;

import java.io.IOException;

/// Something that can befall Redis or a node.
///
/// @param name one word or two
/// @param begin begins it
/// @param end mends it
record Trouble(String name, Step begin, Step end) {

  /// One step of it.
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }
}
