package dev.sluice.server.http;

/// Bounds of the parts of a request's head.
public final class HeadLimits {
  /// All header lines together, in bytes without their line ends; official clients get near it.
  public static final int HEADERS = 64 * 1024;

  /// The largest request line, in bytes.
  public static final int REQUEST_LINE = 8 * 1024;

  /// The largest number of header lines.
  public static final int HEADER_COUNT = 256;

  /// How many bytes of later requests are held while a request is answered.
  public static final int HELD = 64 * 1024;

  private HeadLimits() {}
}
