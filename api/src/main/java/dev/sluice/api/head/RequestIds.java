package dev.sluice.api.head;

import dev.sluice.call.text.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The identifiers of requests: the client's own where it is fit for a header and a log line, else
/// a new one.
///
/// @param random any 64 bits; asked on event loops
public record RequestIds(LongSupplier random) {
  private static final int LONGEST = 128;
  private static final byte[] PREFIX = "req_".getBytes(StandardCharsets.ISO_8859_1);

  /// The number of hexadecimal digits of a long.
  private static final int DIGITS = 16;

  /// The identifier for a request that brings `own`, or none.
  public String of(@Nullable String own) {
    return own != null && fit(own) ? own : fresh();
  }

  /// Makes a new identifier.
  public String fresh() {
    byte[] id = Arrays.copyOf(PREFIX, PREFIX.length + 2 * DIGITS);
    hex(random.getAsLong(), id, PREFIX.length);
    hex(random.getAsLong(), id, PREFIX.length + DIGITS);
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  private static void hex(long bits, byte[] into, int at) {
    for (int i = 0; i < DIGITS; i++) {
      into[at + i] = (byte) "0123456789abcdef".charAt((int) (bits >>> (60 - 4 * i)) & 15);
    }
  }

  private static boolean fit(String id) {
    return id.length() <= LONGEST && Ascii.word(id, "-_.:/+=");
  }
}
