package dev.sluice.cli.litellm;

import dev.sluice.config.value.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The routes of the written file: one for each `model_name`, with what its aliases and fallbacks
/// add.
final class RouteBook {
  /// The highest rank that a target may have.
  private static final int MOST_RANKS = 100;

  private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
  private final Map<String, List<String>> aliases = new LinkedHashMap<>();
  private final Map<String, List<String>> fallbacks = new LinkedHashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, String> groupOfAlias = new HashMap<>();
  private final Map<String, List<Deployment>> found = new HashMap<>();
  private final Set<String> filtered = new HashSet<>();
  private final Names names;

  RouteBook(Names names) {
    this.names = names;
  }

  /// Adds an entry to those of its name.
  ///
  /// @return the one that asks the same already, and stays alone; empty if there is none
  Optional<Deployment> add(Deployment deployment) {
    List<Deployment> group = groups.computeIfAbsent(deployment.name(), _ -> new ArrayList<>());
    Optional<Deployment> same = group.stream().filter(deployment::isSameTarget).findFirst();
    if (same.isEmpty()) {
      group.add(deployment);
    }
    return same;
  }

  boolean has(String name) {
    return groups.containsKey(name);
  }

  Set<String> groups() {
    return groups.keySet();
  }

  /// Lets clients ask for a group by another name.
  ///
  /// @return why that cannot be; empty if it can
  Optional<String> alias(String alias, String group) {
    List<Deployment> targets = groups.get(group);
    if (targets == null) {
      return Optional.of("stands for a model that is not in model_list");
    }
    if (groups.containsKey(alias) || groupOfAlias.containsKey(alias)) {
      return Optional.of("is the name of another model already");
    }
    if (targets.stream().anyMatch(target -> target.model().isEmpty())) {
      return Optional.of("stands for a pattern, whose names pass as they are");
    }
    groupOfAlias.put(alias, group);
    aliases.computeIfAbsent(group, _ -> new ArrayList<>()).add(alias);
    return Optional.empty();
  }

  /// Lets another model stand in for those of a group.
  ///
  /// @return why that cannot be; empty if it can
  Optional<String> fallBack(String group, String other) {
    if (!has(group)) {
      return Optional.of(Foreign.quoted(group) + " is no model_name that carried over");
    }
    List<Deployment> targets = find(other);
    if (targets.isEmpty() || targets.stream().anyMatch(target -> target.model().isEmpty())) {
      return Optional.of(Foreign.quoted(other) + " is no model that carried over by its own name");
    }
    List<String> all = fallbacks.computeIfAbsent(group, _ -> new ArrayList<>());
    if (all.contains(other) || other.equals(group)) {
      return Optional.empty();
    }
    int before = ranks.computeIfAbsent(group, _ -> ImportedTarget.next(targets(group)));
    int after = before + ImportedTarget.next(ImportedTarget.of(targets, 0));
    if (after > MOST_RANKS) {
      return Optional.of("a route may have " + MOST_RANKS + " ranks of fallbacks");
    }
    ranks.put(group, after);
    all.add(other);
    return Optional.empty();
  }

  boolean fallsBackTo(String group, List<String> others) {
    return fallbacks.getOrDefault(group, List.of()).containsAll(others);
  }

  /// Sends what a content filter has stopped to the fallbacks of a group, too.
  void passFiltered(String group) {
    filtered.add(group);
  }

  /// The most ranks of fallbacks that a route has.
  int ranks() {
    return groups.keySet().stream()
        .mapToInt(group -> ImportedTarget.next(targets(group)) - 1)
        .max()
        .orElse(0);
  }

  private List<Deployment> find(String name) {
    List<Deployment> exact = groups.get(name);
    if (exact != null) {
      return exact;
    }
    String group = groupOfAlias.get(name);
    return group == null
        ? found.computeIfAbsent(name, this::match)
        : groups.getOrDefault(group, List.of());
  }

  /// The targets of the longest pattern that a name fits, for that name.
  private List<Deployment> match(String name) {
    Optional<String> longest =
        groups.keySet().stream()
            .filter(group -> fits(group, name))
            .max(Comparator.comparingInt(String::length));
    return longest.stream().flatMap(group -> asking(group, name)).toList();
  }

  private static boolean fits(String group, String name) {
    return group.endsWith("*") && name.startsWith(group.substring(0, group.length() - 1));
  }

  private Stream<Deployment> asking(String group, String name) {
    String passed = group.endsWith("/*") ? name.substring(group.length() - 1) : name;
    return groups.getOrDefault(group, List.of()).stream().map(one -> one.asking(passed));
  }

  private List<ImportedTarget> targets(String group) {
    List<ImportedTarget> targets =
        new ArrayList<>(ImportedTarget.of(groups.getOrDefault(group, List.of()), 0));
    for (String other : fallbacks.getOrDefault(group, List.of())) {
      List<Deployment> more =
          find(other).stream()
              .filter(one -> targets.stream().noneMatch(t -> t.deployment().isSameTarget(one)))
              .toList();
      targets.addAll(ImportedTarget.of(more, ImportedTarget.next(targets)));
    }
    return targets;
  }

  int size() {
    return groups.size();
  }

  /// Writes `routes`.
  void write(ConfigText text, Remarks remarks) {
    text.line(0, "routes:");
    text.comments(1, remarks.take(Remarks.ROUTES));
    groups.forEach((group, deployments) -> write(text, remarks, group, deployments));
  }

  private void write(ConfigText text, Remarks remarks, String group, List<Deployment> deployments) {
    String name = names.route(group);
    List<ImportedTarget> targets = targets(group);
    List<String> models = new ArrayList<>(List.of(group));
    models.addAll(aliases.getOrDefault(group, List.of()));
    text.line(1, ConfigText.scalar(name) + ":");
    text.comments(2, remarks.take("routes." + name));
    text.line(2, "models: " + ConfigText.list(models.stream().map(Reference::literal).toList()));
    text.line(2, "targets:");
    targets.forEach(target -> text.line(3, target.line()));
    if (filtered.contains(group)) {
      text.line(2, "fallback_on: [content_filter]");
    }
    deployments.stream()
        .map(Deployment::patience)
        .reduce(Deployment.Patience::or)
        .ifPresent(patience -> policy(text, patience, ImportedTarget.next(targets) - 1));
  }

  private static void policy(ConfigText text, Deployment.Patience patience, int ranks) {
    Patiences.timeout(patience).ifPresent(timeout -> text.line(2, "timeout: " + timeout));
    patience
        .retries()
        .ifPresent(retries -> text.line(2, "retry: " + Patiences.retry(retries, ranks)));
    patience
        .cooldown()
        .map(Patiences::open)
        .ifPresent(open -> text.line(2, "breaker: {open: " + Durations.show(open) + "}"));
  }
}
