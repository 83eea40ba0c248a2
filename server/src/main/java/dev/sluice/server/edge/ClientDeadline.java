package dev.sluice.server.edge;

import dev.sluice.call.Failed;
import dev.sluice.server.openai.Fault;
import dev.sluice.server.openai.Faults;
import dev.sluice.server.wire.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a client says that it will wait: in `x-sluice-deadline-ms`, or as official clients say
/// it, in `x-stainless-timeout` (OpenAI's, Anthropic's) or `x-server-timeout` (Google's), both in
/// seconds. The first is a promise to us, must make sense, and wins; the others are remarks,
/// ignored when they make none, and of two the shorter counts.
final class ClientDeadline {
  /// Who names no deadline, or a later one, has this.
  static final Duration LATEST = Duration.ofHours(24);

  private static final AsciiString OURS = AsciiString.cached("x-sluice-deadline-ms");
  private static final List<AsciiString> SDKS =
      List.of(AsciiString.cached("x-stainless-timeout"), AsciiString.cached("x-server-timeout"));

  private ClientDeadline() {}

  /// What is wrong with what the client says, or null. A deadline that has passed already is.
  static @Nullable Fault fault(HttpHeaders headers) {
    String ours = headers.get(OURS);
    if (ours == null) {
      return null;
    }
    Fault twice = ClientClaim.twice(OURS, headers);
    if (twice != null) {
      return twice;
    }
    Optional<Duration> given = millis(ours.strip());
    if (given.isEmpty()) {
      return Fault.request(
          400,
          "invalid_value",
          OURS + " must be a whole number of milliseconds, 1 to " + LATEST.toMillis());
    }
    return given.get().isPositive() ? null : Faults.of(expired());
  }

  /// The wait that the client allows, from the arrival of its request on.
  static Duration patience(HttpHeaders headers) {
    String ours = headers.get(OURS);
    if (ours != null) {
      return millis(ours.strip()).orElse(LATEST);
    }
    Duration least = LATEST;
    for (AsciiString sdk : SDKS) {
      String given = headers.get(sdk);
      if (given != null) {
        Duration seconds = seconds(given);
        least = seconds.compareTo(least) < 0 ? seconds : least;
      }
    }
    return least;
  }

  private static Failed expired() {
    return new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ZERO);
  }

  /// Empty when `text` is no whole number; clamped when it is beyond bounds.
  private static Optional<Duration> millis(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    if (!Ascii.digits(digits)) {
      return Optional.empty();
    }
    if (negative) {
      return Optional.of(Duration.ZERO);
    }
    long most = LATEST.toMillis();
    return Optional.of(
        Duration.ofMillis(digits.length() > 18 ? most : Math.min(Long.parseLong(digits), most)));
  }

  private static Duration seconds(String text) {
    try {
      double seconds = Double.parseDouble(text);
      double most = LATEST.toSeconds();
      return seconds > 0 && seconds < most ? Duration.ofNanos((long) (seconds * 1e9)) : LATEST;
    } catch (NumberFormatException notOne) {
      return LATEST;
    }
  }
}
