package dev.sluice.call.request;

/// The urgency of a call, in three levels; the first is the most urgent.
public enum Band {
  CRITICAL,
  INTERACTIVE,
  NORMAL,
  BATCH;

  /// The number of bands.
  public static final int COUNT = values().length;

  /// The rank of the band: 0 is the most urgent.
  @SuppressWarnings("EnumOrdinal")
  public int rank() {
    return ordinal();
  }
}
