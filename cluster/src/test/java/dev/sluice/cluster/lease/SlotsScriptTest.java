package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.link.RedisServer;
import dev.sluice.cluster.link.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script of attempts at a time in a real Redis, at explicit times, with 16 in all.
class SlotsScriptTest {
  private static final long BEGIN = 1_800_000_000_000_000L;
  private static final long SECOND = 1_000_000;
  private static final int ENOUGH = Integer.MAX_VALUE;

  private static RedisServer redis;

  private final String key = "sluice:1:{test/" + UUID.randomUUID() + "}:s";

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, InterruptedException {
    redis = new RedisServer(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  /// The states that nodes know.
  private final Map<String, String> states = new HashMap<>();

  /// Asks when the state has been there for long.
  private List<Integer> ask(long at, String node, int wanted, int taken) {
    redis.command("HSETNX", key, "born", String.valueOf(BEGIN - 60 * SECOND));
    return ask(at, node, wanted, taken, false);
  }

  private List<Integer> ask(long at, String node, int wanted, int taken, boolean first) {
    List<String> answer =
        redis.command(
            "EVAL",
            Script.SLOTS.text(),
            "1",
            key,
            String.valueOf(BEGIN + at),
            node,
            "16",
            String.valueOf(wanted),
            String.valueOf(taken),
            "30000000",
            states.getOrDefault(node, ""),
            first ? "1" : "0",
            "8");
    states.put(node, answer.getLast());
    return answer.subList(0, 3).stream().map(Integer::valueOf).toList();
  }

  @Test
  void a_node_gets_what_it_wants_while_there_is_enough() {
    assertThat(ask(0, "a", 10, 0)).containsExactly(10, 0, ENOUGH);
    assertThat(ask(0, "b", 6, 0)).containsExactly(6, 10, ENOUGH);
  }

  @Test
  void nodes_never_have_more_than_there_are() {
    ask(0, "a", 16, 0);

    assertThat(ask(0, "b", 4, 0)).containsExactly(0, 16, 12);
  }

  @Test
  void a_node_that_has_more_than_its_fair_part_keeps_what_it_uses() {
    ask(0, "a", 16, 0);
    ask(0, "b", 20, 0);

    assertThat(ask(0, "a", 16, 12)).containsExactly(12, 0, 8);
    assertThat(ask(0, "b", 20, 0)).containsExactly(4, 12, 8);
  }

  @Test
  void what_a_dead_node_had_is_there_again_after_its_lease() {
    ask(0, "a", 16, 0);
    for (int at = 5; at < 30; at += 5) {
      assertThat(ask(at * SECOND, "b", 4, 0).getFirst()).isZero();
    }

    assertThat(ask(31 * SECOND, "b", 4, 0)).containsExactly(4, 0, ENOUGH);
  }

  /// Who asks once has its answer an hour later, and not after five hours.
  @Test
  void questions_of_who_looks_on_end_the_lease_of_a_dead_node() {
    ask(0, "a", 16, 0);
    assertThat(ask(3_600 * SECOND, "b", 1, 0).getFirst()).isZero();
    for (int at = 1; at <= 36; at += 5) {
      ask((3_600 + at) * SECOND, "b", 0, 0);
    }

    assertThat(ask(7_200 * SECOND, "b", 1, 0).getFirst()).isEqualTo(1);
  }

  @Test
  void a_clock_that_leaps_ahead_ends_no_lease_of_a_node_that_lives() {
    ask(0, "a", 12, 0);
    ask(5 * SECOND, "a", 12, 12);

    assertThat(ask(3_600 * SECOND, "b", 8, 0)).containsExactly(4, 12, 8);
    assertThat(ask(3_605 * SECOND, "a", 12, 12)).containsExactly(12, 4, 8);
  }

  @Test
  void a_clock_that_goes_back_keeps_no_dead_node() {
    ask(0, "a", 16, 0);
    ask(SECOND - 3_600 * SECOND, "b", 4, 0);
    for (int at = 5; at <= 30; at += 5) {
      ask(at * SECOND - 3_600 * SECOND, "b", 4, 0);
    }

    assertThat(ask(32 * SECOND - 3_600 * SECOND, "b", 4, 0)).containsExactly(4, 0, ENOUGH);
  }

  @Test
  void a_node_begins_with_its_part() {
    assertThat(ask(0, "a", 16, 0, true)).containsExactly(8, 0, ENOUGH);
    assertThat(ask(2 * SECOND, "a", 16, 8, false)).containsExactly(8, 0, ENOUGH);
    assertThat(ask(4 * SECOND, "a", 16, 8, false)).containsExactly(8, 0, ENOUGH);
    assertThat(ask(6 * SECOND, "a", 16, 8, false)).containsExactly(16, 0, ENOUGH);
  }

  @Test
  void a_clock_that_leaps_makes_no_new_state_old() {
    ask(0, "a", 12, 0);
    redis.command("DEL", key);
    assertThat(ask(SECOND, "b", 8, 0, false).getFirst()).isEqualTo(8);

    assertThat(ask(3_600 * SECOND, "b", 16, 8, false).getFirst()).isEqualTo(8);
    assertThat(ask(3_604 * SECOND, "a", 12, 12, false).getFirst()).isEqualTo(12);
  }

  @Test
  void after_a_flush_nodes_keep_what_they_use_until_all_have_told_it() {
    ask(0, "a", 12, 0);
    ask(0, "b", 4, 0);
    redis.command("DEL", key);

    assertThat(ask(SECOND, "b", 5, 4, false).getFirst()).isEqualTo(4);
    assertThat(ask(3 * SECOND, "b", 5, 4, false).getFirst()).isEqualTo(4);
    assertThat(ask(5 * SECOND, "a", 12, 12, false).getFirst()).isEqualTo(12);
    assertThat(ask(7 * SECOND, "b", 5, 4, false).getFirst()).isEqualTo(4);
    assertThat(ask(7 * SECOND, "a", 11, 11, false).getFirst()).isEqualTo(11);
    assertThat(ask(7 * SECOND, "b", 5, 4, false).getFirst()).isEqualTo(5);
  }

  @Test
  void after_a_fail_over_that_lost_writes_nodes_keep_what_they_use() {
    ask(0, "b", 4, 0);
    ask(SECOND, "b", 4, 4, true);
    ask(8 * SECOND, "b", 4, 4, false);
    redis.command("HSET", key, "run", "another");

    assertThat(ask(9 * SECOND, "b", 5, 4, true).getFirst()).isEqualTo(4);
    assertThat(ask(11 * SECOND, "b", 5, 4, false).getFirst()).isEqualTo(4);
    assertThat(ask(13 * SECOND, "b", 5, 4, false).getFirst()).isEqualTo(4);
    assertThat(ask(15 * SECOND, "b", 5, 4, false).getFirst()).isEqualTo(5);
  }
}
