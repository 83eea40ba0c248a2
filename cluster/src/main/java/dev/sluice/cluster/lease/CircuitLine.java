package dev.sluice.cluster.lease;

import java.util.HexFormat;
import java.util.Optional;

/// What a node tells of a circuit, as a line in Redis.
///
/// @param node the id of the node that tells it
/// @param circuit a digest of the target and what it is asked for
/// @param recovered whether the target has recovered; else it has failed
record CircuitLine(String node, long circuit, boolean recovered) {
  private static final String CIRCUIT = "circuit";
  private static final String FAILED = "failed";
  private static final String RECOVERED = "recovered";
  private static final int PARTS = 4;
  private static final int LONGEST = 128;

  String text() {
    return String.join(
        "|", CIRCUIT, node, HexFormat.of().toHexDigits(circuit), recovered ? RECOVERED : FAILED);
  }

  /// Reads a line, of which a later version may say more; empty where it is none of a circuit.
  static Optional<CircuitLine> parse(String text) {
    String[] parts = text.length() > LONGEST ? new String[0] : text.split("\\|", -1);
    boolean known =
        parts.length >= PARTS
            && parts[0].equals(CIRCUIT)
            && (parts[3].equals(FAILED) || parts[3].equals(RECOVERED));
    if (!known) {
      return Optional.empty();
    }
    try {
      long circuit = HexFormat.fromHexDigitsToLong(parts[2]);
      return Optional.of(new CircuitLine(parts[1], circuit, parts[3].equals(RECOVERED)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
