package dev.sluice.accounts.ledger;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Cursors as texts: values, each as in a URL, divided by commas.
final class Cursors {
  private Cursors() {}

  static String text(List<String> values) {
    return values.stream()
        .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
        .collect(Collectors.joining(","));
  }

  static List<String> values(String cursor, int count) {
    List<String> values =
        Arrays.stream(cursor.split(",", -1))
            .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
            .toList();
    if (values.size() != count) {
      throw new IllegalArgumentException(
          "the cursor `%s` is none of this question: take one of its own answer".formatted(cursor));
    }
    return values;
  }
}
