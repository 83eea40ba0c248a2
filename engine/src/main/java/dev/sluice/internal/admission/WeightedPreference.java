package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import java.util.List;
import java.util.random.RandomGenerator;

/// Weighted random order: targets are drawn by weight until none is left. Targets that differ in
/// the credential alone count as one, their credentials are asked in the order of the
/// configuration.
public final class WeightedPreference implements TargetPreference {

  @Override
  public void order(List<Target> tier, List<Target> into, Call call, RandomGenerator random) {
    while (!tier.isEmpty()) {
      String drawn = isOne(tier) ? tier.getFirst().name() : draw(tier, random);
      for (int i = 0; i < tier.size(); i++) {
        if (tier.get(i).name().equals(drawn)) {
          into.add(tier.remove(i--));
        }
      }
    }
  }

  private static boolean isOne(List<Target> tier) {
    return tier.getLast().name().equals(tier.getFirst().name()) && tier.size() <= 2;
  }

  private static String draw(List<Target> tier, RandomGenerator random) {
    long left = random.nextLong(sum(tier));
    for (int i = 0; i < tier.size(); i++) {
      left -= weight(tier, i);
      if (left < 0) {
        return tier.get(i).name();
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  private static long sum(List<Target> tier) {
    long sum = 0;
    for (int i = 0; i < tier.size(); i++) {
      sum += weight(tier, i);
    }
    return sum;
  }

  private static long weight(List<Target> tier, int i) {
    return counts(tier, i) ? tier.get(i).weight() : 0;
  }

  /// Whether the one at `at` is the first of its name.
  private static boolean counts(List<Target> tier, int at) {
    for (int i = 0; i < at; i++) {
      if (tier.get(i).name().equals(tier.get(at).name())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void granted(Call call, Target target) {}

  @Override
  public void ended(Target target) {}
}
