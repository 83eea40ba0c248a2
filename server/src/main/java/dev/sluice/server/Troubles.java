package dev.sluice.server;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.sluice.Gateway;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.server.payment.Accounting;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// What does not work although new calls are welcome: the words behind `ready, but`. A store or a
/// provider that is away makes no gateway unready: the others have the same ones, and all of them
/// would be taken out of service at once.
///
/// @param accounting the store and the ledger
/// @param cluster why the node does not share all limits with its cluster
/// @param batches what keeps batches from going on
/// @param unreachable the providers that could not be reached at the last attempt
/// @param breakers all circuits
record Troubles(
    Supplier<Optional<String>> accounting,
    Supplier<Optional<String>> cluster,
    Supplier<Optional<String>> batches,
    Supplier<Set<String>> unreachable,
    Supplier<List<BreakerStats>> breakers) {
  /// So many providers are named.
  private static final int NAMED = 5;

  /// Those of a process.
  static Troubles of(
      Accounting accounting,
      Optional<Cluster> cluster,
      OwnResources own,
      NoticeLog notices,
      Gateway gateway) {
    return new Troubles(
        accounting::trouble,
        () -> cluster.flatMap(node -> unshared(node.status().get())),
        own::trouble,
        notices::unreachable,
        () -> gateway.stats().breakers());
  }

  /// As of now; empty where everything works.
  Optional<String> now() {
    List<String> all = new ArrayList<>(accounting.get().stream().toList());
    cluster.get().ifPresent(all::add);
    batches.get().ifPresent(all::add);
    Set<String> lost = unreachable.get();
    words(lost, "cannot be reached").ifPresent(all::add);
    Set<String> open = open();
    open.removeAll(lost);
    words(open, "are not asked, since all their circuits are open").ifPresent(all::add);
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
  }

  /// Why a node does not share all limits, in words.
  static Optional<String> unshared(ClusterStatus now) {
    return now.alone()
        .map(why -> "alone in its cluster, at its part of each limit: " + why)
        .or(
            () ->
                now.apart() == 0
                    ? Optional.empty()
                    : Optional.of(
                        "limits of its cluster that are out of reach, used at its part: "
                            + now.apart()));
  }

  private Set<String> open() {
    var providers = new TreeSet<String>();
    breakers.get().stream()
        .collect(
            groupingBy(Troubles::provider, TreeMap::new, mapping(BreakerStats::state, toList())))
        .forEach(
            (provider, states) -> {
              if (states.stream().allMatch(State.OPEN::equals)) {
                providers.add(provider);
              }
            });
    return providers;
  }

  private static String provider(BreakerStats circuit) {
    String target = circuit.target();
    return target.substring(0, target.indexOf('/'));
  }

  private static Optional<String> words(Collection<String> providers, String what) {
    if (providers.isEmpty()) {
      return Optional.empty();
    }
    String named = String.join(", ", providers.stream().limit(NAMED).toList());
    int more = providers.size() - NAMED;
    return Optional.of(
        "providers " + what + ": " + named + (more > 0 ? " and " + more + " more" : ""));
  }
}
