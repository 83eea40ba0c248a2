package dev.sluice.server.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a content (RFC 9110, section 14).
///
/// @param first its first byte
/// @param length how many bytes it has; none where no byte of the content is asked for
record ByteRange(long first, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /// Reads the range of a request; empty where it asks for the whole, for several ranges at once,
  /// or in another form, for which the whole is the right answer.
  static Optional<ByteRange> of(String header, long size) {
    Matcher range = ONE.matcher(header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long length = Math.min(size, Long.parseLong(range.group(2)));
      return Optional.of(new ByteRange(size - length, length));
    }
    return from(Long.parseLong(range.group(1)), range.group(2), size);
  }

  /// @param end its last byte; empty for that of the file
  private static Optional<ByteRange> from(long first, String end, long size) {
    long last = end.isEmpty() ? size - 1 : Long.parseLong(end);
    if (!end.isEmpty() && last < first) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(first, Math.max(0, Math.min(last, size - 1) - first + 1)));
  }

  /// The header of an answer with this range.
  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
  }
}
