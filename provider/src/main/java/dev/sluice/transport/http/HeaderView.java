package dev.sluice.transport.http;

import dev.sluice.transport.FindableHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A view of an answer's headers as a map by lower-case name. Most headers are never asked for, so
/// nothing is copied until a caller iterates over them. If a header comes twice, the first counts.
final class HeaderView extends AbstractMap<String, String> implements FindableHeaders {
  /// The names that the gateway asks for, which are few, with their hashes.
  private static volatile Map<String, AsciiString> askedBefore = Map.of();

  /// The bit that lower-case letters have and capitals do not.
  private static final int LOWER = 0x20;

  private final HttpHeaders headers;

  public HeaderView(HttpHeaders headers) {
    this.headers = headers;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    return name instanceof String s ? headers.get(asked(s)) : null;
  }

  @Override
  public String getOrDefault(@Nullable Object name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String s && headers.contains(asked(s));
  }

  private static AsciiString asked(String name) {
    AsciiString known = askedBefore.get(name);
    return known == null ? askedFirst(name) : known;
  }

  /// Takes no lock, since loops ask and the threads that they carry: of two names that are new at
  /// the same moment one may have to be added again.
  private static AsciiString askedFirst(String name) {
    AsciiString added = AsciiString.cached(name);
    Map<String, AsciiString> more = new HashMap<>(askedBefore);
    more.put(name, added);
    askedBefore = more;
    return added;
  }

  @Override
  public void find(String part, BiConsumer<? super String, ? super String> found) {
    Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence();
    while (each.hasNext()) {
      CharSequence name = each.next().getKey();
      if (contains(name, part)) {
        String lower = name.toString().toLowerCase(Locale.ROOT);
        found.accept(lower, Objects.requireNonNull(headers.get(lower)));
      }
    }
  }

  private static boolean contains(CharSequence name, String part) {
    char first = part.charAt(0);
    int last = name.length() - part.length();
    for (int i = 0; i <= last; i++) {
      if ((name.charAt(i) | LOWER) == first
          && AsciiString.regionMatches(name, true, i, part, 0, part.length())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : headers) {
      all.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
    }
    return all.entrySet();
  }
}
