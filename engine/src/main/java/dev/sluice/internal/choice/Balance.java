package dev.sluice.internal.choice;

import dev.sluice.call.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The order of options for a call that belongs to no conversation.
interface Balance {

  /// Returns all of `options` in the order in which the call asks them.
  ///
  /// @param options two at least
  List<Option> order(List<Option> options, Call call, RandomGenerator random);

  /// Returns the options in a random order by weight.
  static List<Option> byWeight(List<Option> options, RandomGenerator random) {
    var left = new ArrayList<>(options);
    var order = new ArrayList<Option>(options.size());
    while (left.size() > 1) {
      order.add(left.remove(draw(left, random)));
    }
    order.addAll(left);
    return order;
  }

  private static int draw(List<Option> options, RandomGenerator random) {
    double sum = 0;
    for (Option option : options) {
      sum += option.weight();
    }
    double left = random.nextDouble() * sum;
    for (int i = 0; i < options.size(); i++) {
      left -= options.get(i).weight();
      if (left < 0) {
        return i;
      }
    }
    return options.size() - 1;
  }
}
