package dev.sluice.internal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.RoutePolicy.Affinity;
import dev.sluice.config.policy.RoutePolicy.Balance;
import dev.sluice.config.policy.RoutePolicy.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TargetOrderTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final SplittableRandom random = new SplittableRandom(3);
  private final Map<String, Duration> firstTokens = new HashMap<>();
  private final Call call = Calls.whole(loop, "m");
  private final Target a = target("a/x", 1);
  private final Target b = target("b/y", 1);
  private final Target c = target("c/z", 1);

  @Test
  void the_less_busy_of_two_is_asked_first() {
    TargetOrder order = order(Balance.LEAST_BUSY, Affinity.OFF, false, a, b);
    order.granted(call, a);
    for (int i = 0; i < 20; i++) {
      assertThat(first(order, call, a, b)).isEqualTo(b);
    }
    order.ended(a);
    Set<Target> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      seen.add(first(order, call, a, b));
    }
    assertThat(seen).containsExactlyInAnyOrder(a, b);
  }

  @Test
  void a_slower_target_counts_as_busier_once_both_are_learned() {
    TargetOrder order = order(Balance.LEAST_BUSY, Affinity.OFF, false, a, b);
    firstTokens.put("a/x", Duration.ofSeconds(1));
    order.granted(call, b);
    assertThat(first(order, call, a, b)).isEqualTo(a);
    firstTokens.put("b/y", Duration.ofMillis(100));
    assertThat(first(order, call, a, b)).isEqualTo(b);
  }

  @Test
  void a_heavier_target_takes_as_many_times_the_attempts() {
    Target heavy = target("h/x", 3);
    TargetOrder order = order(Balance.LEAST_BUSY, Affinity.OFF, false, heavy, b);
    for (int i = 0; i < 400; i++) {
      order.granted(call, first(order, call, heavy, b));
    }
    for (int i = 0; i < 100; i++) {
      order.ended(b);
    }
    for (int i = 0; i < 300; i++) {
      order.ended(heavy);
    }
    order.granted(call, heavy);
    assertThat(first(order, call, heavy, b)).isEqualTo(heavy);
    order.granted(call, heavy);
    order.granted(call, heavy);
    order.granted(call, heavy);
    assertThat(first(order, call, heavy, b)).isEqualTo(b);
  }

  @Test
  void a_conversation_goes_to_the_same_target_and_its_repeats_do_not() {
    TargetOrder order = order(Balance.WEIGHTED, Affinity.PREFIX, false, a, b, c);
    Call first = call.withHints(call.hints().in(11));
    Target home = first(order, first, a, b, c);
    Set<Target> repeats = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      assertThat(first(order, first, c, b, a)).isEqualTo(home);
      repeats.add(first(order, first.withFailedTargets(FailedTargets.NONE.and("d/w")), a, b, c));
    }
    assertThat(repeats).containsExactlyInAnyOrder(a, b, c);
  }

  /// Another gateway of a cluster is another process: the names of targets and the digest of a
  /// conversation say it all.
  @Test
  void two_gateways_choose_the_same_target_for_a_conversation() {
    TargetOrder here = order(Balance.WEIGHTED, Affinity.PREFIX, false, a, b, c);
    TargetOrder there = order(Balance.WEIGHTED, Affinity.PREFIX, false, c, a, b);
    var homes = new StringBuilder();
    for (long conversation = 1; conversation <= 12; conversation++) {
      Call asked = call.withHints(call.hints().in(conversation));
      Target home = first(here, asked, a, b, c);
      assertThat(first(there, asked, c, a, b)).isEqualTo(home);
      homes.append(home.name().charAt(0));
    }
    assertThat(homes).hasToString("bbabcbcbcaac");
  }

  @Test
  void calls_of_no_conversation_are_shared_by_weight() {
    TargetOrder order = order(Balance.WEIGHTED, Affinity.USER, false, a, b);
    Set<Target> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.add(first(order, call, a, b));
    }
    assertThat(seen).containsExactlyInAnyOrder(a, b);
  }

  @Test
  void a_conversation_that_was_granted_elsewhere_stays_there() {
    TargetOrder order = order(Balance.WEIGHTED, Affinity.PREFIX, false, a, b);
    Call asked = call.withHints(call.hints().in(11));
    Target home = first(order, asked, a, b);
    Target other = home.equals(a) ? b : a;
    order.granted(asked, other);
    order.ended(other);
    assertThat(first(order, asked, a, b)).isEqualTo(other);
    loop.advance(Duration.ofMinutes(6));
    assertThat(first(order, asked, a, b)).isEqualTo(home);
  }

  @Test
  void credentials_are_asked_in_their_order_unless_they_are_spread() {
    Target spare = target("a/x", 1);
    TargetOrder inOrder = order(Balance.LEAST_BUSY, Affinity.OFF, false, a, spare, b);
    TargetOrder spread = order(Balance.LEAST_BUSY, Affinity.OFF, true, a, spare, b);
    inOrder.granted(call, b);
    inOrder.granted(call, b);
    assertThat(all(inOrder, call, a, spare, b)).containsExactly(a, spare, b);
    spread.granted(call, a);
    Map<Target, Integer> firsts = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      firsts.merge(first(spread, call, a, spare, b), 1, Integer::sum);
    }
    assertThat(firsts).doesNotContainKey(a).containsKeys(spare, b);
  }

  @Test
  void a_spread_credential_that_is_set_aside_moves_only_its_own_conversations() {
    Target second = target("a/x", 1);
    TargetOrder order = order(Balance.WEIGHTED, Affinity.PREFIX, true, a, second);
    int moved = 0;
    for (long i = 1; i <= 200; i++) {
      Call asked = call.withHints(call.hints().in(i));
      List<Target> both = all(order, asked, a, second);
      moved += both.getFirst().equals(second) ? 1 : 0;
      assertThat(both).hasSize(2);
    }
    assertThat(moved).isBetween(70, 130);
  }

  @Test
  void attempts_at_targets_of_another_configuration_are_not_counted() {
    TargetOrder order = order(Balance.LEAST_BUSY, Affinity.PREFIX, false, a, b);
    order.granted(call, c);
    order.ended(c);
    assertThat(all(order, call, a, b)).hasSize(2);
  }

  @Test
  void what_a_route_remembers_outlives_a_configuration() {
    var choice =
        new RouteChoice(
            new Choice(Balance.WEIGHTED, Affinity.PREFIX, false), (_, _) -> Optional.empty(), loop);
    TargetOrder before = choice.over(List.of(a, b));
    Call asked = call.withHints(call.hints().in(11));
    Target other = first(before, asked, a, b).equals(a) ? b : a;
    before.granted(asked, other);
    assertThat(choice.moved()).isOne();
    Target again = target("a/x", 1);
    TargetOrder after = choice.over(List.of(again, b));
    assertThat(first(after, asked, again, b).name()).isEqualTo(other.name());
  }

  private TargetOrder order(Balance balance, Affinity affinity, boolean spread, Target... targets) {
    return new RouteChoice(
            new Choice(balance, affinity, spread),
            (target, _) -> Optional.ofNullable(firstTokens.get(target)),
            loop)
        .over(List.of(targets));
  }

  private Target first(TargetOrder order, Call asked, Target... targets) {
    return all(order, asked, targets).getFirst();
  }

  private List<Target> all(TargetOrder order, Call asked, Target... targets) {
    var into = new ArrayList<Target>();
    order.order(new ArrayList<>(List.of(targets)), into, asked, random);
    assertThat(into).hasSize(targets.length);
    return into;
  }

  private static Target target(String name, int weight) {
    var answered = new Answered();
    return new Target(name, Set.of(Operation.CHAT), weight, 0, List.of(), (_, _) -> answered);
  }
}
