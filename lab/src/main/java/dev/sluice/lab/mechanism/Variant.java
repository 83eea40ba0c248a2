package dev.sluice.lab.mechanism;

import dev.sluice.call.text.EnumWords;
import dev.sluice.config.policy.RoutePolicy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A gateway that goes without some mechanisms.
///
/// @param without those mechanisms; none for a gateway that has all
public record Variant(Set<Mechanism> without) {
  /// The gateway that has all mechanisms.
  public static final Variant WHOLE = new Variant(Set.of());

  public Variant {
    without = Set.copyOf(without);
  }

  /// Reads the names of mechanisms, joined by `+`, such as `retry+breaker`.
  ///
  /// @throws IllegalArgumentException if there is no such mechanism; the message says which exist
  public static Variant parse(String text) {
    Set<Mechanism> without = EnumSet.noneOf(Mechanism.class);
    for (String name : text.split("\\+", -1)) {
      without.add(EnumWords.read(Mechanism.class, "a mechanism", name));
    }
    return new Variant(without);
  }

  /// Returns what the gateway goes without, for people.
  public String label() {
    return without.isEmpty()
        ? "all on"
        : new TreeSet<>(without)
            .stream().map(EnumWords::of).collect(Collectors.joining("+", "without ", ""));
  }

  boolean has(Mechanism mechanism) {
    return !without.contains(mechanism);
  }

  /// Returns the `defaults` of the gateway's configuration.
  ///
  /// @param used the mechanisms that are switched on unless the gateway goes without them
  /// @param more settings beside those of mechanisms
  public String defaults(Set<Mechanism> used, String... more) {
    Map<String, String> settings = new LinkedHashMap<>();
    Arrays.stream(more).forEach(setting -> put(setting, settings));
    used.stream().sorted().filter(this::has).forEach(each -> put(each.on(), settings));
    without.stream().sorted().forEach(each -> put(each.off(), settings));
    return settings.values().stream().collect(Collectors.joining(", ", "{", "}"));
  }

  /// Puts a setting in place of one of the same key.
  private static void put(String setting, Map<String, String> into) {
    if (!setting.isEmpty()) {
      into.put(setting.substring(0, setting.indexOf(':')), setting);
    }
  }

  /// Returns the settings that each provider has; begins with a comma where there are any.
  public String providers() {
    return has(Mechanism.QUOTA) ? "" : ", limits: off";
  }

  /// Returns a route's policy without the mechanisms that no configuration file can switch off.
  public RoutePolicy change(RoutePolicy policy) {
    RoutePolicy changed = policy;
    for (Mechanism each : without) {
      changed = each.without(changed);
    }
    return changed;
  }
}
