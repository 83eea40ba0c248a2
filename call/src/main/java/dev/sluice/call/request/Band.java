package dev.sluice.call.request;

/// How urgent a call is; the first is the most.
public enum Band {
  CRITICAL,
  INTERACTIVE,
  NORMAL,
  BATCH;

  /// How many there are.
  public static final int COUNT = values().length;

  /// How urgent it is: 0 is the most.
  @SuppressWarnings("EnumOrdinal")
  public int rank() {
    return ordinal();
  }
}
