package dev.sluice.sim.wire;

/// How an answer ends.
public enum Ending {
  /// As HTTP wants it: the chunked terminator if there is one, and the connection lives on.
  CLEAN,
  /// The connection is closed (FIN), whatever HTTP would still want.
  FIN,
  /// The connection is reset (RST).
  RESET,
  /// Not at all: nothing more is sent, and the connection stays open until the client leaves.
  HANG
}
