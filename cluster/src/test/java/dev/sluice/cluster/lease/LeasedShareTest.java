package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.quota.Dimension;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaShare;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A share of 60,000 tokens a minute among four nodes: its purse holds 150, its share is 250 a
/// second.
class LeasedShareTest {
  private final VirtualAgenda agenda = new VirtualAgenda();
  private final FakeLink link = new FakeLink();
  private final Call call = Calls.whole(new VirtualLoop(), "gpt");
  private final NodeShares shares =
      new NodeShares(
          new ClusterTerms("test", "a", "000000000000000a", "a", FakeLink.NODES),
          link,
          agenda,
          _ -> 1,
          _ -> {});
  private final QuotaShare share =
      shares.of(new QuotaAddress("openai", 1, "gpt"), new OpenMirror(), Runnable::run);

  @BeforeEach
  void join() {
    shares.start();
    pass(2_000);
  }

  private void pass(long millis) {
    agenda.pass(Duration.ofMillis(millis));
  }

  private static double[] tokens(double amount) {
    double[] amounts = new double[Dimension.ALL.size()];
    amounts[Dimension.ALL.indexOf(Dimension.TOKENS)] = amount;
    return amounts;
  }

  private boolean isOpen(double amount) {
    return share.nextOpen(call, tokens(amount), 0, agenda.nanos()) <= agenda.nanos();
  }

  @Test
  void a_call_that_finds_nothing_is_asked_for_and_gets_a_purse_beside() {
    assertThat(isOpen(100)).isFalse();
    pass(1);

    assertThat(isOpen(100)).isTrue();
    share.take(tokens(100), agenda.nanos());
    assertThat(isOpen(50)).isTrue();
    assertThat(link.leases).hasSize(1);
  }

  @Test
  void a_purse_that_holds_less_than_a_call_is_not_filled() {
    assertThat(isOpen(500)).isFalse();
    pass(1);
    assertThat(isOpen(500)).isTrue();
    share.take(tokens(500), agenda.nanos());
    pass(1);

    assertThat(link.leases).hasSize(1);
  }

  @Test
  void a_tenant_is_charged_what_its_calls_use() {
    assertThat(isOpen(100)).isFalse();
    pass(1);
    for (int i = 0; i < 2; i++) {
      assertThat(isOpen(60)).isTrue();
      share.take(tokens(60), agenda.nanos());
    }
    pass(1);

    List<String> told = link.leases.getLast();
    assertThat(told.get(6)).isEqualTo("1");
    assertThat(told.get(12)).isEqualTo(call.hints().tenant());
    assertThat(Double.parseDouble(told.get(13))).isCloseTo(0.002, within(1e-9));
  }

  @Test
  void a_queue_takes_longer_by_what_others_get_while_a_call_waits() {
    link.waiting = "1";
    link.grants = false;
    assertThat(isOpen(100)).isFalse();
    pass(1);
    assertThat(share.contention()).isEqualTo(2);

    link.total = 30_000;
    pass(600);
    assertThat(isOpen(100)).isFalse();
    pass(1);
    assertThat(share.contention()).isCloseTo(12, within(0.01));
  }

  @Test
  void a_queue_takes_no_longer_by_what_others_got_before() {
    link.waiting = "1";
    assertThat(isOpen(100)).isFalse();
    pass(1);
    assertThat(isOpen(100)).isTrue();
    share.take(tokens(100), agenda.nanos());

    link.total = 30_000;
    pass(600);
    assertThat(isOpen(200)).isFalse();
    pass(1);
    assertThat(share.contention()).isEqualTo(2);
  }

  @Test
  void nobody_waits_longer_than_an_answer_may_take() {
    link.up = false;
    long now = agenda.nanos();

    assertThat(share.nextOpen(call, tokens(100), 0, now) - now).isEqualTo(20_000_000);
  }

  @Test
  void alone_it_fills_by_its_share_from_nothing() {
    link.up = false;
    assertThat(isOpen(250)).isFalse();
    pass(1_000);

    assertThat(isOpen(260)).isFalse();
    pass(300);
    assertThat(isOpen(260)).isTrue();
  }

  @Test
  void what_was_filled_alone_is_dropped_when_redis_is_back() {
    link.up = false;
    pass(5_000);
    assertThat(isOpen(500)).isTrue();
    link.up = true;
    link.grants = false;
    pass(1_000);

    assertThat(isOpen(1)).isFalse();
  }

  @Test
  void two_beats_of_what_was_used_alone_are_paid_when_redis_is_back() {
    link.up = false;
    pass(5_000);
    assertThat(isOpen(500)).isTrue();
    share.take(tokens(500), agenda.nanos());
    link.up = true;
    pass(1_000);
    assertThat(isOpen(1)).isFalse();
    pass(1);

    assertThat(last(9)).isCloseTo(-125, within(1e-6));
  }

  @Test
  void a_node_that_has_used_nothing_alone_owes_nothing() {
    link.up = false;
    pass(5_000);
    assertThat(isOpen(500)).isTrue();
    link.up = true;
    pass(1_000);
    assertThat(isOpen(1)).isFalse();
    pass(1);

    assertThat(last(9)).isZero();
  }

  @Test
  void a_node_that_has_heard_nothing_for_long_drops_its_purse() {
    assertThat(isOpen(100)).isFalse();
    pass(1);
    assertThat(isOpen(100)).isTrue();
    link.grants = false;
    pass(11_000);

    assertThat(isOpen(100)).isFalse();
  }

  @Test
  void a_debt_is_told_at_once() {
    assertThat(isOpen(100)).isFalse();
    pass(1);
    share.take(tokens(100), agenda.nanos());
    pass(1);
    int before = link.leases.size();
    share.settle(Dimension.TOKENS, -1_000, agenda.nanos());
    pass(1);

    assertThat(link.leases).hasSize(before + 1);
    List<String> told = link.leases.getLast();
    double back = Double.parseDouble(told.get(told.size() - 3 * 14 + 9));
    assertThat(back).isNegative();
  }

  /// A part of what the last question tells of tokens.
  private double last(int part) {
    List<String> told = link.leases.getLast();
    return Double.parseDouble(told.get(told.size() - 3 * 14 + part));
  }

  private boolean tellsAlone() {
    return (Integer.parseInt(link.leases.getLast().get(3)) & 2) != 0;
  }

  private void fill() {
    assertThat(isOpen(100)).isFalse();
    pass(1);
    assertThat(isOpen(100)).isTrue();
  }

  @Test
  void what_was_filled_alone_is_not_given_back_by_whatever_asks_first() {
    link.up = false;
    pass(5_000);
    assertThat(isOpen(500)).isTrue();
    link.up = true;
    pass(1_000);
    share.settle(Dimension.TOKENS, 100, agenda.nanos());
    pass(200);

    assertThat(tellsAlone()).isTrue();
    assertThat(last(9)).isNotPositive();
  }

  @Test
  void a_node_tells_that_it_was_alone_although_nobody_asked_it_meanwhile() {
    fill();
    link.up = false;
    pass(5_000);
    link.up = true;
    pass(1_000);
    assertThat(isOpen(1_000)).isFalse();
    pass(1);

    assertThat(tellsAlone()).isTrue();
    assertThat(isOpen(2_000)).isFalse();
    pass(1);
    assertThat(tellsAlone()).isFalse();
  }

  @Test
  void a_node_tells_that_it_was_alone_until_it_is_heard() {
    fill();
    link.up = false;
    pass(5_000);
    assertThat(isOpen(1)).isTrue();
    link.up = true;
    pass(1_000);
    link.loses = true;
    assertThat(isOpen(1_000)).isFalse();
    pass(1_000);
    link.loses = false;
    assertThat(isOpen(1_000)).isFalse();
    pass(1);

    assertThat(tellsAlone()).isTrue();
  }

  @Test
  void a_correction_downwards_is_told_soon_and_again_if_that_is_lost() {
    fill();
    int before = link.leases.size();
    link.loses = true;
    share.corrected(Dimension.TOKENS, true);
    pass(101);
    assertThat(link.leases).hasSize(before + 1);
    assertThat(link.leases.getLast().getLast()).isEqualTo("most");
    assertThat(link.leases.getLast().get(link.leases.getLast().size() - 3 * 14 + 11)).isNotEmpty();

    pass(1_000);
    link.loses = false;
    assertThat(isOpen(1_000)).isFalse();
    pass(1);
    assertThat(link.leases.getLast().get(link.leases.getLast().size() - 3 * 14 + 11)).isNotEmpty();
  }

  @Test
  void a_share_that_is_closed_while_it_asks_gives_back_what_comes() {
    assertThat(isOpen(100)).isFalse();
    share.close();
    pass(1);

    assertThat(link.leases).hasSize(2);
    assertThat(last(6)).isZero();
    assertThat(last(8)).isZero();
    assertThat(last(9)).isPositive();
  }

  @Test
  void a_share_that_is_closed_wants_nothing_any_more() {
    fill();
    link.grants = false;
    assertThat(isOpen(1_000)).isFalse();
    pass(1);
    assertThat(isOpen(1_000)).isFalse();
    share.close();
    pass(1);

    assertThat(link.leases.getLast().get(7)).isEqualTo("0");
    assertThat(last(6)).isZero();
    assertThat(last(9)).isPositive();
  }

  @Test
  void a_debt_of_a_moment_in_which_a_question_is_under_way_is_told_behind_it() {
    assertThat(isOpen(100)).isFalse();
    share.settle(Dimension.TOKENS, -1_000, agenda.nanos());
    pass(1);
    assertThat(link.leases).hasSize(1);
    pass(100);

    assertThat(link.leases).hasSize(2);
    assertThat(last(9)).isNegative();
  }

  @Test
  void no_more_than_was_asked_for_is_believed_to_be_granted() {
    link.more = 1e9;
    fill();
    share.take(tokens(100), agenda.nanos());

    assertThat(isOpen(50)).isTrue();
    assertThat(isOpen(51)).isFalse();
  }
}
