package dev.sluice.call.item;

import dev.sluice.call.Usage;
import java.math.BigInteger;

/// A share of what was used together: the stretch from `before` to `before + weight` of a length
/// `of`. Shares that cover the length without gaps add up to the whole, exactly.
///
/// @param before the weight of the shares before this one
/// @param weight the weight of this share
/// @param of the weight of all shares together, at least 1
public record Share(long before, long weight, long of) {
  /// The share that is the whole.
  public static final Share ALL = new Share(0, 1, 1);

  /// The share that is nothing.
  public static final Share NONE = new Share(0, 0, 1);

  /// This share of `count`.
  public long of(long count) {
    return of(BigInteger.valueOf(count)).longValueExact();
  }

  /// This share of each count of `usage`.
  public Usage of(Usage usage) {
    if (equals(ALL) || usage.equals(Usage.NONE)) {
      return usage;
    }
    Usage.Parts parts = usage.parts();
    return new Usage(
        of(usage.input()),
        of(usage.output()),
        of(usage.cached()),
        usage.told(),
        0,
        parts.equals(Usage.Parts.NONE) ? parts : of(parts),
        usage.extras().each(this::of));
  }

  private Usage.Parts of(Usage.Parts parts) {
    return new Usage.Parts(
        of(parts.written()),
        of(parts.writtenHour()),
        of(parts.audioInput()),
        of(parts.imageInput()),
        of(parts.audioOutput()),
        of(parts.imageOutput()),
        of(parts.reasoning()));
  }

  /// This share of `count`, without overflow.
  public BigInteger of(BigInteger count) {
    return until(before + weight, count).subtract(until(before, count));
  }

  private BigInteger until(long place, BigInteger count) {
    return count.multiply(BigInteger.valueOf(place)).divide(BigInteger.valueOf(of));
  }
}
