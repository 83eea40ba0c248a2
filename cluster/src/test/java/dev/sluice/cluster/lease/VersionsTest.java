package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.cluster.link.RedisServer;
import dev.sluice.cluster.link.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes of this version beside those of a later one, which writes more into what they share, as
/// while nodes are upgraded one after another: neither takes anything of the other for something
/// else, or away from it.
class VersionsTest {
  private static final long BEGIN = 1_800_000_000_000_000L;
  private static final long SECOND = 1_000_000;
  private static final int SLOTS = 16;
  private static final String EXPIRES = "redis.call('PEXPIRE'";

  private static RedisServer redis;

  private final String prefix = "sluice:1:{test/" + UUID.randomUUID() + "}";
  private final SplittableRandom random = new SplittableRandom(1);

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, InterruptedException {
    redis = new RedisServer(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  private static List<String> run(String script, List<String> keys, List<String> args) {
    var words = new ArrayList<String>(List.of("EVAL", script, String.valueOf(keys.size())));
    words.addAll(keys);
    words.addAll(args);
    return redis.command(words.toArray(String[]::new));
  }

  /// The script of slots of a later version, which writes a number more for each node, and one for
  /// all.
  private static String laterSlots() {
    String text = Script.SLOTS.text();
    String later =
        text.replace("'%d %d %.0f', granted", "'%d %d %.0f 7', granted")
            .replace(EXPIRES, "redis.call('HSET', slots, 'later', '3')\n" + EXPIRES);
    assertThat(later.length()).isGreaterThan(text.length() + 30);
    return later;
  }

  private int slots(String script, long at, int node, int wanted, int taken) {
    List<String> args =
        List.of(
            String.valueOf(BEGIN + at),
            "n" + node,
            String.valueOf(SLOTS),
            String.valueOf(wanted),
            String.valueOf(taken),
            "30000000",
            "",
            "0",
            "4");
    return Integer.parseInt(run(script, List.of(prefix + ":s"), args).getFirst());
  }

  @Test
  void attempts_at_a_time_are_shared_with_a_later_version() {
    redis.command("HSET", prefix + ":s", "born", String.valueOf(BEGIN - 60 * SECOND));
    int[] held = new int[4];
    boolean full = false;
    for (int i = 0; i < 400; i++) {
      int node = i % held.length;
      int taken = random.nextInt(held[node] + 1);
      String script = node % 2 == 0 ? Script.SLOTS.text() : laterSlots();
      held[node] = slots(script, i * SECOND / 4, node, taken + random.nextInt(9), taken);
      int sum = held[0] + held[1] + held[2] + held[3];
      assertThat(sum).as("question %d", i).isLessThanOrEqualTo(SLOTS);
      full |= sum == SLOTS;
    }
    assertThat(full).isTrue();
    assertThat(redis.command("HGET", prefix + ":s", "later")).containsExactly("3");
  }

  @Test
  void slots_of_a_later_version_are_free_again_after_their_lease() {
    redis.command("HSET", prefix + ":s", "born", String.valueOf(BEGIN - 60 * SECOND));
    slots(laterSlots(), 0, 1, SLOTS, 0);
    assertThat(slots(Script.SLOTS.text(), SECOND, 0, 4, 0)).isZero();
    for (int at = 5; at <= 30; at += 5) {
      slots(Script.SLOTS.text(), at * SECOND, 0, 0, 0);
    }

    assertThat(slots(Script.SLOTS.text(), 32 * SECOND, 0, 4, 0)).isEqualTo(4);
  }

  private List<String> lease(String quota, long at, double need) {
    List<String> args = new ArrayList<>();
    args.addAll(
        List.of(String.valueOf(BEGIN + at), "n0", "1000000", "0", "1", "", "0", "1", "100", "1"));
    args.addAll(List.of("5", "0"));
    args.addAll(List.of("t", "0", "60000", "0", "10", "1", String.valueOf(need), "0", "100", "0"));
    args.addAll(List.of("0", "", "", "most"));
    return run(Script.LEASE.text(), List.of(quota, quota + ":w", quota + ":f"), args);
  }

  /// A later version has a dimension more, and a word of its own for the quota.
  @Test
  void a_quota_is_leased_as_without_what_a_later_version_writes_there() {
    String alone = prefix + "a";
    String shared = prefix + "b";
    for (int i = 0; i < 20; i++) {
      redis.command("HSET", shared, "later", "3", "mz", "-9", "bz", "-9", "kz", "1", "rz", "4");
      assertThat(lease(shared, i * SECOND, 700)).isEqualTo(lease(alone, i * SECOND, 700));
    }
    assertThat(redis.command("HMGET", shared, "later", "mz", "rz")).containsExactly("3", "-9", "4");
  }

  private List<String> beat(long at, String node, String line) {
    List<String> keys = List.of(prefix + ":members", prefix + ":info", prefix + ":state");
    return run(
        Script.BEAT.text(),
        keys,
        List.of(String.valueOf(BEGIN + at), node, line, "0", "30000000", "500000", "0"));
  }

  @Test
  void members_of_a_later_version_count_whatever_they_say_of_themselves() {
    redis.command("HSET", prefix + ":state", "later", "3");
    beat(0, "a", "gw-1|0.1.0|http://a|1");
    assertThat(beat(1, "b", "gw-2|0.2.0|http://b|1|more|and more").get(2)).isEqualTo("2");

    assertThat(beat(2, "c", "gw-2|0.1.0|http://c|1").subList(5, 7)).containsExactly("3", "1");
    assertThat(redis.command("HGET", prefix + ":state", "later")).containsExactly("3");
  }

  @Test
  void lines_that_say_more_are_understood_as_far_as_they_are_known() {
    var rest = Optional.of(Duration.ofSeconds(3));
    var why = new Failed.Throttled(Failed.Dimension.TOKENS, rest, "");
    HoldLine hold = HoldLine.of("b", 7, "gpt", why).orElseThrow();
    var circuit = new CircuitLine("b", 7, true);
    var apart = new ApartLine("b", 7);

    assertThat(HoldLine.parse(hold.text() + "|more")).hasValue(hold);
    assertThat(CircuitLine.parse(circuit.text() + "|more")).hasValue(circuit);
    assertThat(ApartLine.parse(apart.text() + "|more")).hasValue(apart);
    assertThat(ApartLine.parse("later|b|0000000000000007")).isEmpty();
    assertThat(ApartLine.parse("apart|b|x")).isEmpty();
    assertThat(ApartLine.parse("apart|b")).isEmpty();
  }
}
