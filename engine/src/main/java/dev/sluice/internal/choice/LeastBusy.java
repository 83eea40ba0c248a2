package dev.sluice.internal.choice;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// The power of two choices: of two options that are drawn the less busy one is asked first, the
/// other one second, then the rest by weight.
///
/// ```text
/// busy = (attempts under way + 1) * median first token / weight
/// ```
///
/// The time counts where it is learned for both. Drawing two, and not looking at all, keeps calls
/// that arrive together from all going to the one that was idle.
///
/// Source: "The Power of Two Choices in Randomized Load Balancing" (Mitzenmacher, 2001).
///
/// Limitations: attempts of other routes and other processes are seen by the time of the first
/// token alone.
///
/// @param firstToken the median of a target's first tokens of such calls; empty until that is
///   learned
record LeastBusy(BiFunction<String, Call, Optional<Duration>> firstToken) implements Balance {
  @Override
  public List<Option> order(List<Option> options, Call call, RandomGenerator random) {
    var left = new ArrayList<>(options);
    Option one = left.remove(random.nextInt(left.size()));
    Option two = left.remove(random.nextInt(left.size()));
    boolean first = isLessBusy(one, two, call);
    var order = new ArrayList<Option>(options.size());
    order.add(first ? one : two);
    order.add(first ? two : one);
    order.addAll(Balance.byWeight(left, random));
    return order;
  }

  private boolean isLessBusy(Option one, Option two, Call call) {
    Optional<Duration> ofOne = firstToken.apply(one.target(), call);
    Optional<Duration> ofTwo = firstToken.apply(two.target(), call);
    boolean timed = ofOne.isPresent() && ofTwo.isPresent();
    return busy(one, timed ? ofOne.get() : Duration.ofNanos(1))
        <= busy(two, timed ? ofTwo.get() : Duration.ofNanos(1));
  }

  private static double busy(Option option, Duration each) {
    return (option.underWay() + 1.0) * each.toNanos() / option.weight();
  }
}
