package dev.sluice.http;

import dev.sluice.api.answer.HeadWriter;
import dev.sluice.call.text.Ascii;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The head of an answer, collected.
final class HeaderMap extends HeadWriter {
  private final int status;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();

  HeaderMap(int status) {
    this.status = status;
  }

  @Override
  public HeadWriter header(CharSequence name, CharSequence value) {
    if (Ascii.visible(name) && Ascii.printable(value)) {
      headers
          .computeIfAbsent(name.toString().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
          .add(value.toString());
    }
    return this;
  }

  int status() {
    return status;
  }

  /// The headers by lower-case name.
  Map<String, List<String>> headers() {
    return headers;
  }
}
