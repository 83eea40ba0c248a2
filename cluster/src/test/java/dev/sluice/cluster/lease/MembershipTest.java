package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What a node believes of the answers to its beats.
class MembershipTest {
  private final VirtualAgenda agenda = new VirtualAgenda();
  private final Answering link = new Answering();
  private final Membership membership =
      new Membership(
          new ClusterTerms("test", "a", "000000000000000a", "a", 1), link, agenda, "p", _ -> {});

  private static final class Answering implements Link {
    private String nodes = "2";

    @Override
    public void ask(
        Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
      answer.accept(new RedisReply.Values(List.of("0", "1", nodes, "0", "0", "2", "0")));
    }

    @Override
    public void onLine(String channel, Consumer<String> listener) {}

    @Override
    public long connection() {
      return 1;
    }
  }

  @Test
  void more_nodes_than_there_can_be_are_not_believed() {
    membership.start();
    agenda.pass(Duration.ofSeconds(1));
    assertThat(membership.view().alone()).isFalse();
    link.nodes = "2147483647";
    agenda.pass(Duration.ofSeconds(1));
    assertThat(membership.view().alone()).isTrue();
    assertThat(membership.why()).isInstanceOf(RedisReply.Refused.class);
    link.nodes = "2";
    agenda.pass(Duration.ofSeconds(1));

    assertThat(membership.view().alone()).isFalse();
    assertThat(membership.view().nodes()).isEqualTo(2);
  }
}
