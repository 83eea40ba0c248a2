package dev.sluice.call.gate;

import java.util.List;

/// A source that only the calls for one model take from, beside a source that they share with calls
/// for other models: calls that wait for it wait for nothing that others could use. There may be as
/// many such sources as clients make up names.
public interface OwnSource {

  /// Returns the members of `sources` that belong to one model.
  static List<OwnSource> among(List<Object> sources) {
    return sources.stream().filter(OwnSource.class::isInstance).map(OwnSource.class::cast).toList();
  }

  /// Whether one of `sources` belongs to one model.
  static boolean isAmong(List<Object> sources) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) instanceof OwnSource) {
        return true;
      }
    }
    return false;
  }
}
