package dev.sluice.internal.transport.codec;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// An answer's headers as a map by lower-case name, of which most are never asked for, so nothing
/// is copied until somebody wants to see them all. Of a header that comes twice the first counts.
public final class HeaderView extends AbstractMap<String, String> {
  /// The names that our code asks for, which are few, with their hashes.
  private static final Map<String, AsciiString> ASKED = new ConcurrentHashMap<>();

  private final HttpHeaders headers;

  public HeaderView(HttpHeaders headers) {
    this.headers = headers;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    return name instanceof String s ? headers.get(asked(s)) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String s && headers.contains(asked(s));
  }

  private static AsciiString asked(String name) {
    AsciiString known = ASKED.get(name);
    return known == null ? ASKED.computeIfAbsent(name, AsciiString::cached) : known;
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
