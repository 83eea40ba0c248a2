package dev.sluice.cluster.lease;

import dev.sluice.call.Failed;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/// A hold as a line in Redis: what it is, who tells it, the account, why, the model. No text of a
/// provider is in it.
///
/// @param node the id of the node that tells it
/// @param account a hash of the account
/// @param kind `T:` and a dimension of a rate limit, or `O:` and a status
record HoldLine(String node, long account, String kind, String model) {
  private static final String HOLD = "hold";
  private static final int PARTS = 5;
  private static final int LONGEST = 512;
  private static final int LEAST_STATUS = 400;
  private static final int MOST_STATUS = 599;

  /// Makes the line of a failure; empty where it is none to tell.
  static Optional<HoldLine> of(String node, long account, String model, Failed why) {
    Optional<String> kind =
        switch (why) {
          case Failed.Throttled refused -> Optional.of("T:" + refused.dimension());
          case Failed.Overloaded refused -> Optional.of("O:" + refused.status());
          default -> Optional.empty();
        };
    return kind.map(known -> new HoldLine(node, account, known, model))
        .filter(line -> line.text().length() <= LONGEST);
  }

  String text() {
    return String.join(
        "|",
        HOLD,
        node,
        HexFormat.of().toHexDigits(account),
        kind,
        URLEncoder.encode(model, StandardCharsets.UTF_8));
  }

  /// Reads a line, of which a later version may say more; empty where it is none of a hold.
  static Optional<HoldLine> parse(String text) {
    String[] parts = text.length() > LONGEST ? new String[0] : text.split("\\|", -1);
    if (parts.length < PARTS || !parts[0].equals(HOLD)) {
      return Optional.empty();
    }
    try {
      var line =
          new HoldLine(
              parts[1],
              HexFormat.fromHexDigitsToLong(parts[2]),
              parts[3],
              URLDecoder.decode(parts[4], StandardCharsets.UTF_8));
      return line.why(Duration.ofSeconds(1)).map(_ -> line);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// The failure that it tells of, in our words; empty where it is unknown here.
  Optional<Failed> why(Duration rest) {
    Optional<Duration> hint = Optional.of(rest);
    try {
      if (kind.startsWith("T:")) {
        Failed.Dimension dimension = Failed.Dimension.valueOf(kind.substring(2));
        return Optional.of(new Failed.Throttled(dimension, hint, "").inOurWords());
      }
      int status = kind.startsWith("O:") ? Integer.parseInt(kind.substring(2)) : 0;
      return status < LEAST_STATUS || status > MOST_STATUS
          ? Optional.empty()
          : Optional.of(new Failed.Overloaded(status, hint, "").inOurWords());
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
