package dev.sluice.sim.wire;

/// The ways in which an answer ends.
public enum Ending {
  /// The answer ends as HTTP wants it: with the chunked terminator if there is one, and the
  /// connection lives on.
  CLEAN,
  /// The connection is closed (FIN), whatever HTTP would still want.
  FIN,
  /// The connection is reset (RST).
  RESET,
  /// The answer does not end: nothing more is sent, and the connection stays open until the client
  /// leaves.
  HANG
}
