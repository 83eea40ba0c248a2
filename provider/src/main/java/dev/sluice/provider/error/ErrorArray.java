package dev.sluice.provider.error;

import java.util.ArrayList;
import java.util.List;

/// Takes errors out of the array in which Google's OpenAI-compatible surface sends them
/// (`[{"error": {...}}]`), since clients of OpenAI read objects only.
final class ErrorArray {
  private final String body;
  private final List<String> objects = new ArrayList<>();
  private int depth;
  private int begin;

  private ErrorArray(String body) {
    this.body = body;
  }

  /// Returns the objects in the array that `body` is, the last of which may be cut short; `body`
  /// itself where it is no array of objects.
  static List<String> objects(String body) {
    if (!body.stripLeading().startsWith("[")) {
      return List.of(body);
    }
    var array = new ErrorArray(body);
    array.split();
    return array.objects.isEmpty() ? List.of(body) : array.objects;
  }

  private void split() {
    for (int i = body.indexOf('[') + 1; i < body.length(); i++) {
      switch (body.charAt(i)) {
        case '"' -> i = endOfString(i);
        case '{' -> open(i);
        case '}' -> close(i);
        default -> {}
      }
    }
    if (depth > 0) {
      objects.add(body.substring(begin));
    }
  }

  private void open(int index) {
    if (depth++ == 0) {
      begin = index;
    }
  }

  private void close(int index) {
    if (depth > 0 && --depth == 0) {
      objects.add(body.substring(begin, index + 1));
    }
  }

  /// The index just behind the string that begins at `index`; the body's length where the string is
  /// cut short.
  private int endOfString(int index) {
    for (int i = index + 1; i < body.length(); i++) {
      switch (body.charAt(i)) {
        case '\\' -> i++;
        case '"' -> {
          return i;
        }
        default -> {}
      }
    }
    return body.length();
  }
}
