package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import dev.sluice.dialect.rule.Digests;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The clients' names of the lines so far, which must differ. Of each the first half of its SHA-256
/// is kept, which two names do not share, whatever they are.
final class LineIds {
  private final MessageDigest digest = Digests.sha256();
  private final Map<Half, Integer> numbers = new HashMap<>();

  private record Half(long first, long second) {}

  /// Takes the name of a line.
  ///
  /// @return what is wrong with it; null for nothing
  @Nullable LineError fault(String id, int number) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(UTF_16BE)));
    Integer earlier = numbers.putIfAbsent(new Half(hash.getLong(), hash.getLong()), number);
    return earlier == null
        ? null
        : new LineError(
            "duplicate_custom_id",
            number,
            Line.CUSTOM_ID,
            "This line has the custom_id of line %d: each must have its own.".formatted(earlier));
  }
}
