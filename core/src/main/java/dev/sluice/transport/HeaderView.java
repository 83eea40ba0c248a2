package dev.sluice.transport;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An answer's headers as a map by lower-case name, of which most are never asked for, so nothing
/// is copied until somebody wants to see them all. Of a header that comes twice the first counts.
final class HeaderView extends AbstractMap<String, String> {
  private final HttpHeaders headers;

  HeaderView(HttpHeaders headers) {
    this.headers = headers;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    return name instanceof String s ? headers.get(s) : null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String s && headers.contains(s);
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
