package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The slots of one of four nodes, of 16 in all, in virtual time. Answers take 5 ms.
class SlotShareTest {
  private static final int MOST = 16;

  private final VirtualAgenda agenda = new VirtualAgenda();
  private final Asked link = new Asked();
  private int underWay;
  private boolean alone;
  private final SlotShare share =
      new SlotShare(new Means(), "key", () -> MOST, () -> underWay, Runnable::run);

  /// Grants what is wanted.
  private final class Asked implements Link {
    private final List<List<String>> questions = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    /// Whether other nodes have all.
    private boolean none;

    /// Whether questions are lost.
    private boolean loses;

    /// How many are granted beyond what is wanted.
    private int more;

    @Override
    public void ask(
        Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
      questions.add(args);
      times.add(agenda.nanos());
      String granted = String.valueOf(Integer.parseInt(args.get(3)) + more);
      RedisReply reply =
          new RedisReply.Values(
              none ? List.of("0", "16", "8", "7") : List.of(granted, "0", "16", "7"));
      if (!loses) {
        agenda.after(Duration.ofMillis(5), () -> answer.accept(reply));
      }
    }

    @Override
    public void onLine(String channel, Consumer<String> listener) {}

    @Override
    public long connection() {
      return 1;
    }
  }

  private final class Means implements ShareMeans {
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
      return new View(alone, 0, 4, 0, false, 0.5);
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

  private boolean isOpen() {
    return share.nextOpen(MOST, underWay, agenda.nanos()) <= agenda.nanos();
  }

  private void begin(int attempts) {
    for (int i = 0; i < attempts; i++) {
      assertThat(isOpen()).isFalse();
      agenda.pass(Duration.ofMillis(5));
      assertThat(isOpen()).isTrue();
      underWay++;
    }
  }

  private String last(int argument) {
    return link.questions.getLast().get(argument);
  }

  @Test
  void what_is_given_back_is_not_used_from_then_on() {
    begin(4);
    underWay = 1;
    agenda.pass(Duration.ofMillis(980));
    agenda.pass(Duration.ofMillis(1_001));
    assertThat(last(3)).isEqualTo("1");

    assertThat(isOpen()).isFalse();
  }

  @Test
  void a_share_that_is_closed_while_it_asks_gives_back_what_comes() {
    begin(1);
    assertThat(isOpen()).isFalse();
    underWay = 0;
    share.close();
    agenda.pass(Duration.ofMillis(5));

    assertThat(last(3)).isEqualTo("0");
    assertThat(link.questions).hasSize(3);
  }

  /// The state of slots goes on by 6 s from one question to the next.
  @Test
  void who_gets_too_little_asks_on_until_the_lease_of_a_dead_node_is_over() {
    link.none = true;
    assertThat(isOpen()).isFalse();
    agenda.pass(Duration.ofMinutes(2));

    List<Long> times = link.times;
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isLessThan(Duration.ofSeconds(6).toNanos());
    }
    assertThat(times.getLast() - times.getFirst())
        .isBetween(Duration.ofSeconds(30).toNanos(), Duration.ofSeconds(50).toNanos());
  }

  @Test
  void a_node_that_is_alone_uses_no_more_than_it_held_until_its_lease_is_over() {
    begin(1);
    alone = true;
    assertThat(isOpen()).isFalse();
    underWay = 0;
    assertThat(isOpen()).isTrue();
    agenda.pass(Duration.ofSeconds(31));
    underWay = 3;

    assertThat(isOpen()).isTrue();
    underWay = 4;
    assertThat(isOpen()).isFalse();
  }

  @Test
  void what_was_held_before_is_asked_for_again_after_a_time_alone() {
    begin(2);
    alone = true;
    assertThat(isOpen()).isFalse();
    alone = false;
    underWay = 1;

    assertThat(isOpen()).isFalse();
    assertThat(last(4)).isEqualTo("1");
  }

  @Test
  void the_state_is_told_as_long_as_the_lease_holds() {
    begin(1);
    assertThat(last(6)).isEmpty();
    assertThat(last(7)).isEqualTo("1");
    agenda.pass(Duration.ofSeconds(6));
    assertThat(last(6)).isEqualTo("7");
    assertThat(last(7)).isEqualTo("0");
    assertThat(last(8)).isEqualTo("4");
  }

  /// Else nobody could use them until their lease is over.
  @Test
  void what_is_given_back_is_told_again_where_the_question_was_lost() {
    begin(4);
    underWay = 0;
    link.loses = true;
    agenda.pass(Duration.ofMillis(2_500));
    int lost = link.questions.size();
    assertThat(last(3)).isEqualTo("0");
    link.loses = false;
    agenda.pass(Duration.ofSeconds(2));

    assertThat(link.questions).hasSize(lost + 1);
    assertThat(last(3)).isEqualTo("0");
  }

  @Test
  void a_node_uses_no_more_than_it_has_asked_for() {
    link.more = 1_000_000;
    begin(3);

    assertThat(isOpen()).isFalse();
  }
}
