package dev.sluice.server.batches;

import dev.sluice.server.client.ClientTag;
import dev.sluice.server.client.ClientTag.Source;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.HeadRules;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which headers of the request that makes a batch count for each of its lines: those that say the
/// team's part, the use of the cache and tags, and those that conditions ask for.
///
/// @param names in lower case
record LineHeaders(Set<String> names) {
  static final String PRIORITY = "x-sluice-priority";

  private static final List<String> ALWAYS = List.of("x-sluice-tenant", "x-sluice-cache");

  LineHeaders {
    names = Set.copyOf(names);
  }

  /// The headers that count by a configuration.
  static LineHeaders of(SluiceConfig config) {
    Set<String> names = new HashSet<>(ALWAYS);
    for (ClientTag tag : config.server().kept()) {
      if (tag.source() == Source.HEADER) {
        names.add(tag.key().toLowerCase(Locale.ROOT));
      }
    }
    names.addAll(HeadRules.of(config, () -> 0).origins().headers());
    names.remove(PRIORITY);
    names.remove("authorization");
    return new LineHeaders(names);
  }

  /// Those of a request, as far as they are there once.
  Map<String, String> of(HttpHeaders headers) {
    var kept = new TreeMap<String, String>();
    for (String name : names) {
      List<String> values = headers.getAll(name);
      if (values.size() == 1) {
        kept.put(name, values.getFirst());
      }
    }
    return kept;
  }
}
