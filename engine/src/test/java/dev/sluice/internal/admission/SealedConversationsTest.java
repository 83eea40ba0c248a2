package dev.sluice.internal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Conversations that one of a provider's accounts alone can go on with.
class SealedConversationsTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final SplittableRandom random = new SplittableRandom(7);

  private static TargetSelector accounts(int count) {
    return accounts(IntStream.range(0, count));
  }

  private static TargetSelector accounts(IntStream which) {
    List<Target> accounts = which.mapToObj(i -> account("a/x", i + 1, i)).toList();
    return new TargetSelector(accounts, new WeightedPreference());
  }

  private static Target account(String name, int weight, long account) {
    return new Target(
        name,
        Set.of(Operation.MESSAGES, Operation.COUNT_TOKENS),
        Set.of(),
        weight,
        0,
        OptionalLong.empty(),
        account,
        Set.of(),
        List.of(),
        (_, _) -> new Answered());
  }

  private Target first(TargetSelector targets, long conversation, boolean sealed) {
    return targets.order(Calls.message(loop, conversation, sealed), random).getFirst();
  }

  @Test
  void a_sealed_call_may_go_to_the_account_of_its_conversation_alone() {
    TargetSelector targets = accounts(3);
    for (long conversation = 1; conversation <= 100; conversation++) {
      Call sealed = Calls.message(loop, conversation, true);
      assertThat(targets.candidates(sealed)).hasSize(1);
      assertThat(targets.order(sealed, random)).isEqualTo(targets.candidates(sealed));
    }
  }

  @Test
  void the_calls_before_ask_the_same_account_first_and_others_when_it_cannot() {
    TargetSelector targets = accounts(3);
    for (long conversation = 1; conversation <= 100; conversation++) {
      assertThat(first(targets, conversation, false)).isSameAs(first(targets, conversation, true));
      assertThat(targets.order(Calls.message(loop, conversation, false), random)).hasSize(3);
    }
  }

  @Test
  void conversations_are_shared_out_and_one_more_account_moves_only_its_share() {
    TargetSelector three = accounts(3);
    TargetSelector four = accounts(4);
    Call any = Calls.message(loop, 0, false);
    long moved = 0;
    int[] share = new int[3];
    for (long conversation :
        LongStream.range(1, 3001).map(i -> i * 0x9e3779b97f4a7c15L).toArray()) {
      int before = three.candidates(any).indexOf(first(three, conversation, true));
      int after = four.candidates(any).indexOf(first(four, conversation, true));
      share[before]++;
      moved += before == after ? 0 : 1;
      assertThat(after).isIn(before, 3);
    }
    assertThat(share[0]).isBetween(850, 1150);
    assertThat(share[1]).isBetween(850, 1150);
    assertThat(moved).isBetween(600L, 900L);
  }

  @Test
  void a_removed_account_moves_its_own_conversations_wherever_it_stood() {
    TargetSelector three = accounts(IntStream.of(0, 1, 2));
    TargetSelector two = accounts(IntStream.of(2, 1));
    for (long conversation = 1; conversation <= 100; conversation++) {
      long before = first(three, conversation, true).account();
      long after = first(two, conversation, true).account();
      assertThat(after).isIn(before == 0 ? List.of(1L, 2L) : List.of(before));
    }
  }

  @Test
  void a_count_asks_the_account_of_the_conversation_that_it_counts() {
    TargetSelector targets = accounts(3);
    for (long conversation = 1; conversation <= 100; conversation++) {
      List<Target> home = targets.candidates(Calls.message(loop, conversation, true));
      assertThat(targets.candidates(Calls.count(loop, conversation, true))).isEqualTo(home);
      assertThat(targets.order(Calls.count(loop, conversation, false), random))
          .hasSize(3)
          .startsWith(home.getFirst());
    }
  }

  @Test
  void of_several_targets_the_first_has_the_conversations_and_others_take_what_is_not_sealed() {
    var targets =
        new TargetSelector(
            List.of(account("a/x", 1, 1), account("b/y", 9, 2)), new WeightedPreference());
    Call sealed = Calls.message(loop, 5, true);
    Call open = Calls.message(loop, 5, false);
    assertThat(targets.candidates(sealed)).extracting(Target::name).containsExactly("a/x");
    assertThat(targets.order(open, random)).extracting(Target::name).containsExactly("a/x", "b/y");
    Call failed = open.withFailedTargets(FailedTargets.NONE.and("a/x"));
    assertThat(targets.untried(failed)).extracting(Target::name).containsExactly("b/y");
  }
}
