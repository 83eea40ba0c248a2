package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.link.RedisServer;
import dev.sluice.cluster.link.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script of leases in a real Redis, at explicit times. The quota is 60,000 tokens a minute,
/// 1,000 a second, with a window of 10 s of which the centre leaves 1.15 s free.
class LeaseScriptTest {
  private static final long BEGIN = 1_800_000_000_000_000L;
  private static final long SECOND = 1_000_000;
  private static final double CAPACITY = 8_850;

  private static RedisServer redis;

  /// What the tenant has used that asks next, in minutes.
  private double used;

  private final String key = "sluice:1:{test/" + UUID.randomUUID() + "}";

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, InterruptedException {
    redis = new RedisServer(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  private LeaseReply ask(
      long at, String node, long elapsed, int flags, String tenant, double need) {
    return ask(at, node, elapsed, flags, tenant, need, 0, 0);
  }

  private LeaseReply ask(
      long at,
      String node,
      long elapsed,
      int flags,
      String tenant,
      double need,
      double room,
      double back) {
    List<String> words =
        new ArrayList<>(List.of("EVAL", Script.LEASE.text(), "3", key, key + ":w", key + ":f"));
    words.addAll(
        List.of(
            String.valueOf(BEGIN + at),
            node,
            String.valueOf(elapsed),
            String.valueOf(flags),
            "1",
            tenant,
            tenant.isEmpty() ? "0" : "1",
            need > 0 ? "1" : "0",
            "0",
            "0",
            "0",
            "0"));
    if (!tenant.isEmpty()) {
      words.addAll(List.of(tenant, String.valueOf(used)));
      used = 0;
    }
    words.addAll(
        List.of(
            "t",
            "0",
            "60000",
            "0",
            "10",
            "1.15",
            String.valueOf(need),
            "0",
            String.valueOf(room),
            String.valueOf(back),
            "0",
            "",
            "",
            "most"));
    return LeaseReply.of(redis.command(words.toArray(String[]::new)), 1);
  }

  private void filled() {
    ask(0, "a", -1, 1, "", 0);
    ask(20 * SECOND, "a", 20 * SECOND, 0, "", 0);
  }

  @Test
  void begins_with_nothing() {
    LeaseReply first = ask(0, "a", -1, 1, "x", 1_000);

    assertThat(first.granted()).isFalse();
    assertThat(first.pause()).isEqualTo(1_000_000_000);
    assertThat(ask(SECOND, "a", SECOND, 0, "x", 1_000).granted()).isTrue();
  }

  @Test
  void fills_to_its_capacity_and_no_further() {
    filled();

    assertThat(ask(20 * SECOND, "a", 0, 0, "", 0).parts().getFirst().burst()).isEqualTo(CAPACITY);
  }

  @Test
  void gives_room_beyond_the_need_while_nobody_waits() {
    filled();

    LeaseReply answer = ask(20 * SECOND, "a", 0, 0, "x", 1_000, 500, 0);

    assertThat(answer.parts().getFirst().grant()).isEqualTo(1_500);
  }

  @Test
  void lets_the_tenant_go_first_that_has_had_less() {
    filled();
    assertThat(ask(20 * SECOND, "a", 0, 0, "x", 8_850).granted()).isTrue();
    used = 0.1;
    assertThat(ask(20 * SECOND, "a", 0, 0, "x", 2_000).granted()).isFalse();
    assertThat(ask(20 * SECOND, "b", 0, 0, "y", 2_000).granted()).isFalse();

    long later = 22 * SECOND;
    assertThat(ask(later, "a", 2 * SECOND, 0, "x", 2_000).granted()).isFalse();
    assertThat(ask(later, "b", 2 * SECOND, 0, "y", 2_000).granted()).isTrue();
  }

  @Test
  void a_node_behind_another_asks_just_after_that_one() {
    filled();
    assertThat(ask(20 * SECOND, "a", 0, 0, "x", 8_850).granted()).isTrue();
    assertThat(ask(20 * SECOND, "b", 0, 0, "y", 2_000).pause()).isEqualTo(2_000_000_000);

    long later = 21 * SECOND;
    used = 0.1;
    assertThat(ask(later, "a", SECOND, 0, "x", 900).pause()).isEqualTo(1_002_000_000);
    assertThat(ask(later + 10_000, "a", 10_000, 0, "x", 900).pause()).isEqualTo(992_000_000);
  }

  @Test
  void a_node_passes_another_that_is_left_what_it_needs() {
    filled();
    assertThat(ask(20 * SECOND, "a", 0, 0, "x", 8_850).granted()).isTrue();
    assertThat(ask(20 * SECOND, "b", 0, 0, "y", 1_500).granted()).isFalse();

    long later = 21_600_000;
    used = 0.1;
    assertThat(ask(later, "a", 1_600_000, 0, "x", 200).granted()).isFalse();
    assertThat(ask(later, "a", 0, 0, "x", 100).granted()).isTrue();
  }

  @Test
  void a_node_that_has_not_told_what_it_needs_is_left_as_much_as_the_one_that_asks() {
    filled();
    assertThat(ask(20 * SECOND, "a", 0, 0, "x", 8_850).granted()).isTrue();
    assertThat(ask(20 * SECOND, "b", 0, 0, "y", 1_500).granted()).isFalse();
    redis.command("HDEL", key, "yb");

    long later = 21_600_000;
    used = 0.1;
    assertThat(ask(later, "a", 1_600_000, 0, "x", 900).granted()).isFalse();
    assertThat(ask(later, "a", 0, 0, "x", 700).granted()).isTrue();
  }

  @Test
  void a_node_that_does_not_come_back_loses_its_place() {
    filled();
    ask(20 * SECOND, "a", 0, 0, "x", 8_850);
    ask(20 * SECOND, "b", 0, 0, "y", 2_000);

    assertThat(ask(26 * SECOND, "a", 6 * SECOND, 0, "x", 2_000).granted()).isTrue();
  }

  @Test
  void a_clock_that_jumps_ahead_adds_no_more_than_the_node_has_seen_pass() {
    ask(0, "a", -1, 1, "", 0);

    LeaseReply answer = ask(3_600 * SECOND, "a", SECOND, 0, "", 0);

    assertThat(answer.parts().getFirst().burst()).isEqualTo(1_020);
  }

  @Test
  void a_clock_that_goes_back_adds_nothing() {
    filled();
    ask(20 * SECOND, "a", 0, 0, "x", 8_850);

    assertThat(ask(-3_600 * SECOND, "a", SECOND, 0, "x", 1_000).granted()).isFalse();
  }

  @Test
  void an_outage_of_all_leaves_nothing() {
    filled();

    LeaseReply answer = ask(30 * SECOND, "a", 10 * SECOND, 2, "x", 1_000);

    assertThat(answer.granted()).isFalse();
    assertThat(answer.parts().getFirst().burst()).isZero();
  }

  @Test
  void another_redis_begins_with_nothing() {
    filled();
    redis.command("HSET", key, "run", "0123456789");

    assertThat(ask(20 * SECOND, "b", 0, 1, "x", 1_000).granted()).isFalse();
  }

  @Test
  void a_debt_counts_at_once() {
    filled();

    LeaseReply answer = ask(20 * SECOND, "a", 0, 0, "x", 1_000, 0, -8_500);

    assertThat(answer.granted()).isFalse();
    assertThat(answer.parts().getFirst().burst()).isEqualTo(350);
  }

  private List<String> ofDay(long at, int need, int back) {
    List<String> words =
        new ArrayList<>(List.of("EVAL", Script.LEASE.text(), "3", key, key + ":w", key + ":f"));
    words.addAll(
        List.of(
            String.valueOf(BEGIN + at),
            "a",
            "-1",
            "1",
            "1",
            "",
            "0",
            need > 0 ? "1" : "0",
            "3",
            String.valueOf(need),
            "0",
            String.valueOf(back)));
    return redis.command(words.toArray(String[]::new));
  }

  @Test
  void a_day_has_so_many_requests_and_no_more() {
    assertThat(ofDay(0, 2, 0).get(4)).isEqualTo("2");
    assertThat(ofDay(0, 2, 0).get(4)).isEqualTo("-1");
    assertThat(ofDay(0, 0, 1).get(4)).isEqualTo("0");
    assertThat(ofDay(0, 2, 0).get(4)).isEqualTo("2");
    assertThat(ofDay(25 * 3_600 * SECOND, 3, 0).get(4)).isEqualTo("3");
  }

  /// Each start of a process has another id.
  @Test
  void what_waited_once_does_not_stay_for_good() {
    for (int i = 0; i < 200; i++) {
      String node = HexFormat.of().toHexDigits((long) i);
      assertThat(ask(0, node, -1, 0, "", 1_000).granted()).isFalse();
      redis.command("DEL", key + ":w");
    }
    int fields = redis.command("HKEYS", key).size();

    assertThat(fields).isLessThan(300);
    assertThat(redis.command("HGET", key, "kt")).containsExactly("60000");
  }
}
