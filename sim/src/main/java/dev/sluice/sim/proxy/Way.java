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

  /// How a connection ends.
  public enum End {
    /// FIN, in this direction; the other one goes on.
    CUT,
    /// RST, to both sides.
    RESET
  }

  /// Everything, at once.
  public static final Way FREE =
      new Way(Duration.ZERO, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, End.CUT);

  public Way {
    if (bytesPerSecond < 1 || piece < 1 || limit < 0 || delay.isNegative()) {
      throw new IllegalArgumentException("no way at all: use Behaviour.SILENT");
    }
  }

  /// RST after so many bytes.
  public static Way resetAfter(long bytes) {
    return new Way(Duration.ZERO, Long.MAX_VALUE, Integer.MAX_VALUE, bytes, End.RESET);
  }

  /// FIN after so many bytes.
  public static Way cutAfter(long bytes) {
    return new Way(Duration.ZERO, Long.MAX_VALUE, Integer.MAX_VALUE, bytes, End.CUT);
  }

  /// Each byte later.
  public static Way delayed(Duration delay) {
    return new Way(delay, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, End.CUT);
  }

  /// Not faster than this.
  public static Way throttled(long bytesPerSecond) {
    return new Way(Duration.ZERO, bytesPerSecond, Integer.MAX_VALUE, Long.MAX_VALUE, End.CUT);
  }

  /// In writes of so many bytes.
  public static Way split(int piece) {
    return new Way(Duration.ZERO, Long.MAX_VALUE, piece, Long.MAX_VALUE, End.CUT);
  }
}
