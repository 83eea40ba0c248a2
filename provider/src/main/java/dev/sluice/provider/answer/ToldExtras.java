package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The extras that one answer says were used beside tokens, and the prices that it names, as it
/// passes. A later or another report of the same extra raises a count and never lowers it. Confined
/// to the loop.
final class ToldExtras {
  private static final int WORD_MAX = 32;

  /// In front of the tiers of Vertex AI but the usual one.
  private static final String ON_DEMAND = "ON_DEMAND_";

  private static final Set<String> USUAL =
      Set.of("default", "standard", "auto", "global", "not_available", "on_demand");

  /// The uses of extras; null until there is one, since few answers use anything.
  private @Nullable Map<PricedExtra, Long> uses;

  private String serviceTier = "";
  private String speed = "";
  private String region = "";

  /// The value that [#extras] returned last; most often nothing has changed since.
  private Usage.Extras last = Usage.Extras.NONE;

  private boolean changed;

  /// Raises the count of `extra` to `count`.
  ///
  /// @param count the reported number of uses; negative where it makes no sense
  void atLeast(PricedExtra extra, long count) {
    if (count <= 0) {
      return;
    }
    Map<PricedExtra, Long> current = uses();
    if (count > current.getOrDefault(extra, 0L)) {
      current.put(extra, Math.min(count, Usage.Extras.USES_MAX));
      changed = true;
    }
  }

  /// Raises the count of `extra` to `count`, which may be zero: that none was used is told, too.
  void told(PricedExtra extra, long count) {
    if (count == 0 && (uses == null || !uses.containsKey(extra))) {
      uses().put(extra, 0L);
      changed = true;
    }
    atLeast(extra, count);
  }

  private Map<PricedExtra, Long> uses() {
    Map<PricedExtra, Long> current = uses;
    if (current == null) {
      current = new EnumMap<>(PricedExtra.class);
      uses = current;
    }
    return current;
  }

  /// Takes the service tier that answers.
  void serviceTier(String name) {
    changed |= !name.isEmpty();
    serviceTier = word(name, serviceTier);
  }

  /// Takes the kind of traffic that Vertex AI counts an answer as, which is its service tier:
  /// `ON_DEMAND`, `ON_DEMAND_PRIORITY`, `PROVISIONED_THROUGHPUT`.
  void traffic(String type) {
    boolean tier = type.length() > ON_DEMAND.length() && type.startsWith(ON_DEMAND);
    serviceTier(tier ? type.substring(ON_DEMAND.length()) : type);
  }

  /// Takes the speed at which the provider answers.
  void speed(String name) {
    changed |= !name.isEmpty();
    speed = word(name, speed);
  }

  /// Takes the region in which the provider answers.
  void region(String name) {
    changed |= !name.isEmpty();
    region = word(name, region);
  }

  private static String word(String name, String before) {
    if (name.isEmpty() || name.length() > WORD_MAX) {
      return before;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return USUAL.contains(lower) ? Usage.Extras.USUAL : lower;
  }

  /// The extras reported so far.
  Usage.Extras extras() {
    if (changed) {
      changed = false;
      boolean standard =
          uses == null
              && serviceTier.equals(Usage.Extras.USUAL)
              && speed.isEmpty()
              && region.isEmpty();
      Map<PricedExtra, Long> used = uses == null ? Map.of() : uses;
      last = standard ? Usage.Extras.STANDARD : new Usage.Extras(used, serviceTier, speed, region);
    }
    return last;
  }
}
