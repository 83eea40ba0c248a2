package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.config.quota.Dimension;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaShare;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A quota of 60,000 tokens a minute among four nodes, whose server does not answer while the one
/// that answers beats does: a node's part is 250 tokens a second.
class LimitMeansTest {
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

  /// A node that is not alone.
  private final class Means implements ShareMeans {
    private final View view = new View(false, 0, FakeLink.NODES, 0, false, 0.5);

    @Override
    public String id() {
      return "a";
    }

    @Override
    public Link link() {
      return link;
    }

    @Override
    public Agenda agenda() {
      return agenda;
    }

    @Override
    public View view() {
      return view;
    }

    @Override
    public void failed(RedisReply why) {}

    @Override
    public int weight(String tenant) {
      return 1;
    }

    @Override
    public Duration patienceAs() {
      return Duration.ofMillis(20);
    }
  }

  @BeforeEach
  void join() {
    link.spread = true;
    shares.start();
    pass(2_000);
  }

  private void pass(long millis) {
    agenda.pass(Duration.ofMillis(millis));
  }

  private long untilOpen(double amount) {
    return share.nextOpen(call, tokens(amount), 0, agenda.nanos()) - agenda.nanos();
  }

  private static double[] tokens(double amount) {
    double[] amounts = new double[Dimension.ALL.size()];
    amounts[Dimension.ALL.indexOf(Dimension.TOKENS)] = amount;
    return amounts;
  }

  private void loseTheServer() {
    link.loses = true;
    assertThat(untilOpen(250)).isPositive();
    pass(20);
  }

  @Test
  void a_quota_whose_server_is_down_is_used_at_its_part_without_a_pause() {
    loseTheServer();
    assertThat(shares.apart()).hasSize(1);
    assertThat(shares.view().alone()).isFalse();
    int taken = 0;
    for (int i = 0; i < 1_000; i++) {
      if (untilOpen(250) <= 0) {
        share.take(tokens(250), agenda.nanos());
        taken++;
      }
      pass(10);
    }

    assertThat(taken).isEqualTo(9);
    assertThat(link.leases).hasSize(1);
  }

  @Test
  void other_quotas_are_shared_meanwhile() {
    QuotaShare other =
        shares.of(new QuotaAddress("openai", 1, "o"), new OpenMirror(), Runnable::run);
    loseTheServer();
    link.loses = false;
    assertThat(other.nextOpen(call, tokens(100), 0, agenda.nanos())).isPositive();
    pass(1);

    assertThat(other.nextOpen(call, tokens(100), 0, agenda.nanos()))
        .isLessThanOrEqualTo(agenda.nanos());
  }

  @Test
  void its_keys_are_looked_at_ever_less_often_whether_or_not_it_is_used() {
    loseTheServer();
    pass(2_000);
    assertThat(link.looks).isBetween(2, 4);
    pass(60_000);

    assertThat(link.looks).isBetween(15, 24);
    link.loses = false;
    pass(4_100);
    assertThat(shares.apart()).isEmpty();
  }

  @Test
  void limits_that_were_lost_together_are_not_looked_for_together() {
    var at = new HashSet<Long>();
    var means = new Means();
    var nodes = new ApartNodes(means, new SharedFacts(means, "sluice:1:{test}"));
    for (int i = 0; i < 20; i++) {
      LimitMeans.ofQuota(means, List.of("key" + i), new HeldPart(nodes, i))
          .failed(new RedisReply.Down("late"));
    }
    long begin = agenda.nanos();
    while (link.looks < 20) {
      int before = link.looks;
      pass(1);
      if (link.looks > before) {
        at.add(agenda.nanos());
      }
    }

    assertThat(at).hasSizeGreaterThan(8);
    assertThat(agenda.nanos() - begin).isLessThan(Duration.ofMillis(260).toNanos());
  }

  /// Calls of 25 tokens, as soon as they may go, for some seconds; returns the tokens they took.
  private int use(int seconds) {
    int taken = 0;
    for (int i = 0; i < seconds * 100; i++) {
      if (untilOpen(25) <= 0) {
        share.take(tokens(25), agenda.nanos());
        taken += 25;
      }
      assertThat(shares.view().alone()).isFalse();
      pass(10);
    }
    return taken;
  }

  private double toldDebt() {
    List<String> told = link.leases.getLast();
    return Double.parseDouble(told.get(told.size() - 3 * 14 + 9));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_quota_whose_leases_alone_are_refused_has_its_part_and_runs_up_no_debt(boolean spread) {
    link.spread = spread;
    link.refusal = Optional.of("NOPERM");
    assertThat(use(120)).isGreaterThan(120 * 250 * 8 / 10);

    link.refusal = Optional.empty();
    pass(4_100);
    assertThat(untilOpen(1)).isPositive();
    pass(1);
    assertThat(toldDebt()).isGreaterThan(-250);
    assertThat(shares.apart()).isEmpty();
  }

  /// Of ten seconds, which a provider remembers, two beats are paid at once.
  @ParameterizedTest
  @ValueSource(ints = {0, 3_000, 100_000})
  void what_was_used_apart_is_paid_as_far_as_others_were_granted_it(int granted) {
    assertThat(untilOpen(1)).isPositive();
    pass(1);
    loseTheServer();
    use(20);
    link.loses = false;
    pass(4_100);
    link.total = granted;
    assertThat(untilOpen(1)).isPositive();
    pass(1);
    assertThat(toldDebt()).isCloseTo(-125, within(1e-6));

    link.total = 0;
    assertThat(untilOpen(5_000)).isPositive();
    pass(1);
    double paid = Math.clamp((granted - 125) / 3.0, 0, 2_500);
    assertThat(toldDebt()).isCloseTo(-paid, within(200.0));
  }

  /// What this node says of its quota, as another one would say it.
  private String byAnother() {
    return link.told.getLast().replace("|000000000000000a|", "|000000000000000b|");
  }

  private String partOfTheRate() {
    pass(1);
    assertThat(untilOpen(5_000)).isPositive();
    pass(2_001);
    return link.leases.getLast().get(4);
  }

  @Test
  void a_quota_that_is_apart_is_told_again_as_long_as_it_is_and_then_once_that_it_is_back() {
    link.takes = true;
    loseTheServer();
    pass(1);
    assertThat(link.told).hasSize(1);
    assertThat(link.told.getFirst()).startsWith("apart|000000000000000a|");
    assertThat(link.toldFor).isEqualTo("30000000");
    pass(60_000);
    assertThat(link.told).hasSizeBetween(5, 8);
    assertThat(link.told).containsOnly(link.told.getFirst());

    link.loses = false;
    pass(4_100);
    assertThat(link.toldFor).isEqualTo("1000");
    int before = link.told.size();
    pass(60_000);
    assertThat(link.told).hasSize(before);
  }

  @Test
  void what_is_not_taken_is_told_with_each_look() {
    loseTheServer();
    pass(2_000);

    assertThat(link.told).hasSize(link.looks + 1);
  }

  @Test
  void the_part_of_a_node_that_a_quota_is_out_of_reach_of_is_held_back_until_it_is_back() {
    loseTheServer();
    link.loses = false;
    link.grants = false;
    pass(4_100);
    assertThat(partOfTheRate()).isEqualTo("1.0");

    link.lines.accept("1 30000000 " + byAnother());
    assertThat(partOfTheRate()).isEqualTo("0.75");
    link.lines.accept("2 30000000 " + byAnother().replace("|000000000000000b|", "|c|"));
    assertThat(partOfTheRate()).isEqualTo("0.5");
    link.lines.accept("3 1000 " + byAnother());
    assertThat(partOfTheRate()).isEqualTo("0.75");
  }

  @Test
  void a_part_that_nobody_tells_of_again_is_held_back_for_half_a_minute() {
    loseTheServer();
    link.loses = false;
    link.grants = false;
    pass(4_100);
    link.lines.accept("1 999999999999 " + byAnother());
    pass(25_000);
    assertThat(partOfTheRate()).isEqualTo("0.75");
    pass(5_000);

    assertThat(partOfTheRate()).isEqualTo("1.0");
  }

  @Test
  void one_node_at_least_may_use_a_quota_whatever_others_say() {
    loseTheServer();
    link.loses = false;
    link.grants = false;
    pass(4_100);
    for (int i = 0; i < 10; i++) {
      link.lines.accept("1 30000000 " + byAnother().replace("|000000000000000b|", "|" + i + "|"));
    }

    assertThat(partOfTheRate()).isEqualTo("0.25");
  }

  /// Two beats are paid in any case: so long others may not have heard of it.
  @Test
  void what_was_used_of_a_part_that_others_held_back_is_no_debt() {
    link.takes = true;
    assertThat(untilOpen(1)).isPositive();
    pass(1);
    loseTheServer();
    use(20);
    link.loses = false;
    pass(4_100);
    link.total = 100_000;
    assertThat(untilOpen(1)).isPositive();
    pass(1);
    link.total = 0;
    assertThat(untilOpen(5_000)).isPositive();
    pass(1);

    assertThat(toldDebt()).isGreaterThan(-200);
  }

  @Test
  void a_quota_that_is_late_again_where_beats_are_not_is_apart() {
    link.spread = false;
    loseTheServer();
    assertThat(shares.view().alone()).isTrue();
    pass(300);
    assertThat(untilOpen(250)).isPositive();
    pass(20);

    assertThat(shares.apart()).hasSize(1);
    assertThat(use(60)).isGreaterThan(60 * 250 * 9 / 10);
  }

  @Test
  void a_quota_that_is_late_now_and_then_is_not() {
    link.spread = false;
    for (int i = 0; i < 5; i++) {
      loseTheServer();
      link.loses = false;
      pass(300);
      assertThat(untilOpen(250)).isPositive();
      pass(1);
      assertThat(shares.apart()).isEmpty();
      share.take(tokens(400), agenda.nanos());
    }
  }

  @Test
  void a_quota_of_one_server_that_was_apart_counts_no_time_twice() {
    link.spread = false;
    assertThat(untilOpen(1)).isPositive();
    pass(1);
    link.refusal = Optional.of("NOPERM");
    use(2);
    link.refusal = Optional.empty();
    pass(4_100);
    assertThat(untilOpen(1_000)).isPositive();
    pass(1);

    assertThat(link.leases.getLast().get(2)).isEqualTo("0");
  }

  @Test
  void a_quota_that_is_closed_while_it_is_apart_is_looked_for_no_more() {
    loseTheServer();
    share.close();
    pass(300);
    int before = link.looks;
    pass(60_000);

    assertThat(link.looks).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void a_quota_that_is_back_begins_with_nothing_and_counts_no_time_twice() {
    assertThat(untilOpen(100)).isPositive();
    pass(1);
    share.take(tokens(250), agenda.nanos());
    loseTheServer();
    pass(5_000);
    assertThat(untilOpen(1_000)).isNotPositive();
    link.loses = false;
    link.grants = false;
    pass(4_100);
    assertThat(untilOpen(1)).isPositive();
    pass(1);

    List<String> told = link.leases.getLast();
    assertThat(told.get(2)).isEqualTo("0");
    assertThat(Integer.parseInt(told.get(3)) & 2).isEqualTo(2);
    pass(600);
    assertThat(untilOpen(1)).isPositive();
    pass(1);
    assertThat(link.leases.getLast().get(2)).isNotEqualTo("0");
  }

  @Test
  void a_limit_of_a_key_is_looked_for_when_it_is_used() {
    link.loses = true;
    LimitMeans limit = LimitMeans.ofKey(new Means(), List.of("key"));
    limit.failed(new RedisReply.Down("no answer in time"));
    pass(1);
    assertThat(limit.view().alone()).isTrue();
    pass(5_000);
    int before = link.looks;
    pass(5_000);
    assertThat(link.looks).isEqualTo(before);

    link.loses = false;
    assertThat(limit.view().alone()).isTrue();
    pass(600);
    assertThat(limit.view().alone()).isFalse();
    assertThat(limit.view().since()).isPositive();
  }

  @Test
  void names_that_another_program_uses_keep_their_quota_alone_apart() {
    link.spread = false;
    link.refusal = Optional.of("WRONGTYPE");
    QuotaShare other =
        shares.of(new QuotaAddress("openai", 1, "o"), new OpenMirror(), Runnable::run);
    link.loses = true;
    assertThat(untilOpen(250)).isPositive();
    for (int i = 0; i < 100; i++) {
      pass(10);
      assertThat(shares.view().alone()).isFalse();
    }

    assertThat(shares.apart()).hasSize(1);
    link.refusal = Optional.empty();
    link.loses = false;
    assertThat(other.nextOpen(call, tokens(100), 0, agenda.nanos())).isPositive();
    pass(1);
    assertThat(other.nextOpen(call, tokens(100), 0, agenda.nanos()))
        .isLessThanOrEqualTo(agenda.nanos());
    pass(4_100);
    assertThat(shares.apart()).isEmpty();
  }

  private void hear(long micros, long quota) {
    link.lines.accept("1 " + micros + " " + new ApartLine("b", quota).text());
    pass(1);
  }

  @Test
  void of_more_parts_than_are_remembered_the_end_of_one_makes_room_for_another() {
    var means = new Means();
    var facts = new SharedFacts(means, "sluice:1:{test}");
    var nodes = new ApartNodes(means, facts);
    facts.start();
    for (int i = 0; i < 4_100; i++) {
      hear(30_000_000, i);
    }
    assertThat(nodes.count(7)).isOne();
    assertThat(nodes.count(4_099)).isZero();
    hear(1_000, 7);
    pass(1);
    assertThat(nodes.count(7)).isZero();

    pass(2_000);
    hear(30_000_000, 4_099);
    assertThat(nodes.count(4_099)).isOne();
    assertThat(nodes.count(8)).isOne();
  }
}
