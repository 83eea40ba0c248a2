package dev.sluice.cluster.lease;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the calls of each tenant have used since it was last told, in parts of a minute by the
/// tenant's weight. Bands do not count: they do not in a queue's own rounds, and the order of a
/// node's tenants must not part from what their node gives them. Under admission's lock.
final class Charges {
  private static final int MOST = 64;

  private final Map<String, Double> untold = new LinkedHashMap<>();
  private Map<String, Double> told = Map.of();

  /// Charges a tenant for a call.
  ///
  /// @param minutes what it reserves, as a part of a minute by the tenant's weight
  void add(String tenant, double minutes) {
    if (untold.size() < MOST || untold.containsKey(tenant)) {
      untold.merge(tenant, minutes, Double::sum);
    }
  }

  /// How many tenants a question tells of. Before [#addTo].
  int size() {
    return untold.size();
  }

  /// Adds them to a question.
  void addTo(List<String> args) {
    untold.forEach(
        (tenant, minutes) -> {
          args.add(tenant);
          args.add(String.valueOf(minutes));
        });
    told = Map.copyOf(untold);
    untold.clear();
  }

  /// Notes that the last question was lost: what it told is told again.
  void lost() {
    told.forEach((tenant, minutes) -> untold.merge(tenant, minutes, Double::sum));
    told = Map.of();
  }

  /// Notes that the last question was answered.
  void heard() {
    told = Map.of();
  }

  /// Forgets everything: nothing is shared now.
  void clear() {
    untold.clear();
    told = Map.of();
  }
}
