package dev.sluice.api.answer;

import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;

/// A scanner for the `sequence_number` of a stream's events in its bytes, however they are cut. The
/// name can stand in no JSON string as it is looked for, since its quotes would be escaped there.
/// Confined to the loop.
final class SequenceNumbers implements ByteProcessor {
  private static final byte[] NAME = "\"sequence_number\":".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS_MAX = 15;

  private long last = -1;

  /// How many bytes of the member's name have matched.
  private int matched;

  /// How many digits of the current number have been read.
  private int digits;

  private long number;

  /// The number that was seen last; -1 while there was none.
  long last() {
    return last;
  }

  @Override
  public boolean process(byte value) {
    if (matched == NAME.length) {
      number(value);
    } else if (value == NAME[matched]) {
      matched++;
    } else {
      matched = value == NAME[0] ? 1 : 0;
    }
    return true;
  }

  private void number(byte value) {
    if (value >= '0' && value <= '9' && digits < DIGITS_MAX) {
      number = number * 10 + value - '0';
      digits++;
    } else if (digits > 0 || value != ' ') {
      last = digits > 0 ? number : last;
      number = 0;
      digits = 0;
      matched = value == NAME[0] ? 1 : 0;
    }
  }
}
