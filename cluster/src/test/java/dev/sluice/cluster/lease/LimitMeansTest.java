package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.Reply;
import dev.sluice.config.quota.Dimension;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaShare;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    public void failed(Reply why) {}

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
  void its_keys_are_looked_at_once_a_beat_whether_or_not_it_is_used() {
    loseTheServer();
    pass(10_000);

    assertThat(link.looks).isBetween(35, 40);
    link.loses = false;
    pass(300);
    assertThat(shares.apart()).isEmpty();
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
    pass(300);
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
    limit.failed(new Reply.Down("no answer in time"));
    pass(1);
    assertThat(limit.view().alone()).isTrue();
    pass(5_000);
    int before = link.looks;
    pass(5_000);
    assertThat(link.looks).isEqualTo(before);

    link.loses = false;
    assertThat(limit.view().alone()).isTrue();
    pass(300);
    assertThat(limit.view().alone()).isFalse();
    assertThat(limit.view().since()).isPositive();
  }

  @Test
  void names_that_another_program_uses_keep_their_quota_alone_apart() {
    link.spread = false;
    link.foreign = true;
    assertThat(untilOpen(250)).isPositive();
    link.loses = true;
    pass(1_000);

    assertThat(shares.view().alone()).isFalse();
    assertThat(shares.apart()).hasSize(1);
    link.foreign = false;
    link.loses = false;
    pass(300);
    assertThat(shares.apart()).isEmpty();
  }
}
