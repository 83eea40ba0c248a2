package dev.sluice.accounts.budget;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The counts, by target, of the answers that tell a dearer tier than their requests have asked
/// for: an account of the provider's chooses it. They are charged as told; at worst they were
/// thought to cost less, so that an operator is to know of them. Bounded. Safe for any thread but a
/// loop.
public final class UnaskedTiers {
  /// How many targets are remembered: where a target passes names on, clients name models at will.
  private static final int MOST = 256;

  private final Map<String, Told> byTarget = new ConcurrentHashMap<>();

  /// The unasked tiers of a target.
  ///
  /// @param tier the last one
  /// @param calls how many such answers
  public record Told(String tier, long calls) {
    private Told and(Told next) {
      return new Told(next.tier, calls + next.calls);
    }
  }

  /// Counts one answer more.
  ///
  /// @param target `provider/model`
  public void add(String target, String tier) {
    if (byTarget.size() < MOST || byTarget.containsKey(target)) {
      byTarget.merge(target, new Told(tier, 1), Told::and);
    }
  }

  /// The unasked tiers of a target; empty where each tier had been asked for.
  ///
  /// @param target `provider/model`
  public Optional<Told> of(String target) {
    return Optional.ofNullable(byTarget.get(target));
  }
}
