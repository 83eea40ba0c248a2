package dev.sluice.call.gate;

import java.util.List;

/// A source that the calls for one model take from, beside one that they share with calls for
/// others: what waits for it waits for nothing that those may have. There may be as many as clients
/// make up names.
public interface OwnSource {

  /// Those among `sources`.
  static List<OwnSource> among(List<Object> sources) {
    return sources.stream().filter(OwnSource.class::isInstance).map(OwnSource.class::cast).toList();
  }

  /// Whether there is one among `sources`.
  static boolean isAmong(List<Object> sources) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) instanceof OwnSource) {
        return true;
      }
    }
    return false;
  }
}
