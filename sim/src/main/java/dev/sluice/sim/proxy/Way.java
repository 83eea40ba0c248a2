package dev.sluice.sim.proxy;

import java.time.Duration;

/// How bytes get from one side to the other.
///
/// @param delay of each byte
/// @param bytesPerSecond at most
/// @param piece bytes in one write at most
/// @param limit of bytes on one connection, after which it ends
/// @param end how it ends then
public record Way(Duration delay, long bytesPerSecond, int piece, long limit, End end) {

  /// The ways in which a connection ends.
  public enum End {
    /// FIN, in this direction; the other one goes on.
    CUT,
    /// Both sides get an RST.
    RESET
  }

  /// The way that passes everything at once.
  public static final Way FREE =
      new Way(Duration.ZERO, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, End.CUT);

  public Way {
    if (bytesPerSecond < 1 || piece < 1 || limit < 0 || delay.isNegative()) {
      throw new IllegalArgumentException("no way at all: use Behaviour.SILENT");
    }
  }

  /// Makes a way that resets both sides after so many bytes.
  public static Way resetAfter(long bytes) {
    return new Way(Duration.ZERO, Long.MAX_VALUE, Integer.MAX_VALUE, bytes, End.RESET);
  }

  /// Makes a way that ends with a FIN after so many bytes.
  public static Way cutAfter(long bytes) {
    return new Way(Duration.ZERO, Long.MAX_VALUE, Integer.MAX_VALUE, bytes, End.CUT);
  }

  /// Makes a way on which each byte comes later by `delay`.
  public static Way delayed(Duration delay) {
    return new Way(delay, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, End.CUT);
  }

  /// Makes a way that passes at most so many bytes a second.
  public static Way throttled(long bytesPerSecond) {
    return new Way(Duration.ZERO, bytesPerSecond, Integer.MAX_VALUE, Long.MAX_VALUE, End.CUT);
  }

  /// Makes a way that writes at most so many bytes at once.
  public static Way split(int piece) {
    return new Way(Duration.ZERO, Long.MAX_VALUE, piece, Long.MAX_VALUE, End.CUT);
  }
}
