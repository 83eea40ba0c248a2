package dev.sluice.server.http;

/// How large the parts of a request's head may be.
final class Limits {
  /// All header lines together, in bytes without their line ends; official clients get near it.
  public static final int HEADERS = 64 * 1024;

  /// The request line, in bytes.
  public static final int REQUEST_LINE = 8 * 1024;

  /// How many header lines there may be.
  public static final int HEADER_COUNT = 256;

  /// How many bytes of later requests are held while one is answered.
  public static final int HELD = 64 * 1024;

  private Limits() {}
}
