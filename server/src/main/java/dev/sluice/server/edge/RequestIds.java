package dev.sluice.server.edge;

import dev.sluice.server.wire.Ascii;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Gives requests their identifiers: the client's own where it is fit for a header and a log line,
/// else a new one.
public final class RequestIds {
  private static final int LONGEST = 128;

  private final LongSupplier random;

  /// @param random any 64 bits; asked on event loops
  public RequestIds(LongSupplier random) {
    this.random = random;
  }

  /// The identifier for a request that brings `own`, or none.
  public String of(@Nullable String own) {
    return own != null && fit(own) ? own : fresh();
  }

  /// A new one.
  public String fresh() {
    HexFormat hex = HexFormat.of();
    return "req_" + hex.toHexDigits(random.getAsLong()) + hex.toHexDigits(random.getAsLong());
  }

  private static boolean fit(String id) {
    return id.length() <= LONGEST && Ascii.word(id, "-_.:/+=");
  }
}
