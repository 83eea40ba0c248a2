package dev.sluice.cluster.lease;

import java.util.HexFormat;
import java.util.Optional;

/// A node's report, as a line in Redis, that it alone cannot reach the server that has a quota.
///
/// @param node the id of the node that tells it
/// @param quota a digest of the quota's name in Redis
record ApartLine(String node, long quota) {
  private static final String APART = "apart";
  private static final int PARTS = 3;
  private static final int LONGEST = 128;

  String text() {
    return String.join("|", APART, node, HexFormat.of().toHexDigits(quota));
  }

  /// Reads a line, of which a later version may say more; empty where it is none of these.
  static Optional<ApartLine> parse(String text) {
    String[] parts = text.length() > LONGEST ? new String[0] : text.split("\\|", -1);
    if (parts.length < PARTS || !parts[0].equals(APART)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ApartLine(parts[1], HexFormat.fromHexDigitsToLong(parts[2])));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
