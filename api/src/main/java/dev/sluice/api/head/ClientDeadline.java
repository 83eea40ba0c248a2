package dev.sluice.api.head;

import dev.sluice.api.ApiErrors;
import dev.sluice.call.Failed;
import dev.sluice.call.text.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The reader of how long a client will wait, as its headers say. `x-sluice-deadline-ms` is a
/// promise to the gateway, must make sense, and wins. The timeouts that official clients state are
/// remarks, ignored when they make no sense, and of several the shortest counts:
/// `x-stainless-timeout` and `x-stainless-read-timeout` (OpenAI's, Anthropic's) and
/// `x-server-timeout` (Google's), all in seconds.
final class ClientDeadline {
  private static final AsciiString OURS = AsciiString.cached("x-sluice-deadline-ms");
  private static final List<AsciiString> SDKS =
      List.of(
          AsciiString.cached("x-stainless-timeout"),
          AsciiString.cached("x-stainless-read-timeout"),
          AsciiString.cached("x-server-timeout"));

  private ClientDeadline() {}

  /// Reads the time that the client allows.
  ///
  /// @throws HeadFault if its deadline makes no sense, or has passed already
  static ClientWait of(HttpHeaders headers) throws HeadFault {
    String ours = ClientClaims.once(OURS, headers);
    if (ours != null) {
      return promised(ours);
    }
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < SDKS.size(); i++) {
      String value = headers.get(SDKS.get(i));
      least = value == null ? least : Math.min(least, seconds(value));
    }
    return ClientWait.remarked(least);
  }

  private static ClientWait promised(String text) throws HeadFault {
    Duration deadline =
        millis(text)
            .orElseThrow(
                () ->
                    ClientClaims.invalid(
                        OURS
                            + " must be a whole number of milliseconds, 1 to "
                            + ClientWait.LATEST.toMillis()));
    if (!deadline.isPositive()) {
      throw new HeadFault(ApiErrors.of(new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ZERO)));
    }
    return ClientWait.promised(deadline);
  }

  /// Reads milliseconds: empty when `text` is no whole number; clamped when it is beyond bounds.
  private static Optional<Duration> millis(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    if (!Ascii.digits(digits)) {
      return Optional.empty();
    }
    return Optional.of(negative ? Duration.ZERO : clamped(digits));
  }

  private static Duration clamped(String digits) {
    long most = ClientWait.LATEST.toMillis();
    return Duration.ofMillis(digits.length() > 18 ? most : Math.min(Long.parseLong(digits), most));
  }

  /// Reads seconds: infinite where `text` is no positive number. Python says `NOT_GIVEN` or `None`
  /// often, so that such a word must not cost an exception.
  private static double seconds(String text) {
    if (text.isEmpty() || (text.charAt(0) != '.' && !Ascii.digits(text.substring(0, 1)))) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double seconds = Double.parseDouble(text);
      return seconds > 0 ? seconds : Double.POSITIVE_INFINITY;
    } catch (NumberFormatException notOne) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
