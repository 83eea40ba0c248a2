package dev.sluice.provider.error;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The parts of a text that are not to be shown; they may overlap. For one thread.
final class HiddenParts {
  private static final String HIDDEN = "***";
  private static final String STRING = "\"***\"";

  private final String text;
  private final List<Part> parts = new ArrayList<>(0);

  private record Part(int from, int to, String instead) {}

  HiddenParts(String text) {
    this.text = text;
  }

  /// Hides the part from `from` to `to`.
  void hide(int from, int to) {
    parts.add(new Part(from, to, HIDDEN));
  }

  /// Hides a JSON value that is no string, of which a part lies from `from` to `to`: a string takes
  /// the place of the value.
  void hideValue(int from, int to) {
    if (!parts.isEmpty() && parts.getLast().from <= from && parts.getLast().to >= to) {
      return; // Looking for the value's ends once for each part of it would take its square.
    }
    int begin = from;
    while (begin > 0 && isOfValue(text.charAt(begin - 1))) {
      begin--;
    }
    int end = to;
    while (end < text.length() && isOfValue(text.charAt(end))) {
      end++;
    }
    parts.add(new Part(begin, end, STRING));
  }

  private static boolean isOfValue(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '.'
        || c == '+'
        || c == '-';
  }

  /// The text without the hidden parts; the text itself where there are none.
  String shown() {
    if (parts.isEmpty()) {
      return text;
    }
    parts.sort(Comparator.comparingInt(Part::from));
    var shown = new StringBuilder(text.length());
    int index = 0;
    for (Part part : parts) {
      if (part.from >= index) {
        shown.append(text, index, part.from).append(part.instead);
      }
      index = Math.max(index, part.to);
    }
    return shown.append(text, index, text.length()).toString();
  }
}
