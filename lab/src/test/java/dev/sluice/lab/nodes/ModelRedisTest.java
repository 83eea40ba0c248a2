package dev.sluice.lab.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.link.Script;
import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plays random questions at explicit times to the model of Redis and to a real one.
class ModelRedisTest {
  private static final int QUESTIONS = System.getProperty("sluice.long") == null ? 1_000 : 3_000;
  private static final long BEGIN = 1_800_000_000_000_000L;
  private static final List<String> NODES = List.of("a", "b", "c", "d");
  private static final List<String> TENANTS = List.of("", "ants", "bees", "cats");

  private static RedisProcess redis;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ModelRedis model = new ModelRedis(runId());
  private long now = BEGIN;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, InterruptedException {
    redis = new RedisProcess(FreePort.find(), folder, List.of());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static String runId() {
    return redis
        .command("INFO", "server")
        .getFirst()
        .lines()
        .filter(line -> line.startsWith("run_id:"))
        .map(line -> line.substring("run_id:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  /// Asks both.
  private void ask(Script script, List<String> keys, List<String> args) {
    List<String> words = new ArrayList<>(List.of("EVAL", script.text()));
    words.add(String.valueOf(keys.size()));
    words.addAll(keys);
    words.addAll(args);
    List<String> real = redis.command(words.toArray(String[]::new));
    List<String> played = model.run(script, keys, args, BEGIN).values();
    assertThat(numbers(played)).as("%s %s", script, args).isEqualTo(numbers(real));
  }

  private static List<Object> numbers(List<String> values) {
    return values.stream().map(ModelRedisTest::number).toList();
  }

  private static Object number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private void pass() {
    int draw = random.nextInt(100);
    now += draw < 90 ? random.nextLong(200_000) : draw < 98 ? random.nextLong(5_000_000) : -1_000;
  }

  private String of(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String flip(String some) {
    return random.nextBoolean() ? some : "0";
  }

  @Test
  void leases_are_equal_to_the_last_bit() {
    List<String> keys = List.of("sluice:1:{t/q}", "sluice:1:{t/q}:w", "sluice:1:{t/q}:f");
    for (int i = 0; i < QUESTIONS; i++) {
      pass();
      ask(Script.LEASE, keys, lease());
    }
  }

  private List<String> lease() {
    List<String> args = new ArrayList<>(List.of(String.valueOf(now), of(NODES)));
    args.add(random.nextInt(20) == 0 ? "-1" : String.valueOf(random.nextLong(3_000_000)));
    args.add(String.valueOf(random.nextInt(10) == 0 ? random.nextInt(8) : 0));
    args.add(random.nextInt(5) == 0 ? "0.75" : "1");
    args.add(of(TENANTS));
    int charged = random.nextInt(3);
    args.add(String.valueOf(charged));
    args.add(random.nextBoolean() ? "1" : "0");
    boolean day = random.nextBoolean();
    args.add(day ? "2000" : "0");
    args.add(flip("1"));
    args.add(String.valueOf(random.nextInt(5)));
    args.add(flip(String.valueOf(random.nextInt(5) - 2)));
    for (int i = 1; i <= charged; i++) {
      args.addAll(List.of(TENANTS.get(i), String.valueOf(random.nextDouble() / 100)));
    }
    for (String name : List.of("r", "t", "i", "o")) {
      args.addAll(dimension(name));
    }
    return args;
  }

  private List<String> dimension(String name) {
    boolean unknown = name.equals("i") && random.nextInt(3) > 0;
    String limit = random.nextInt(40) == 0 ? "45000" : "60000";
    return List.of(
        name,
        String.valueOf(random.nextInt(4)),
        unknown ? "1.0E308" : limit,
        random.nextInt(20) == 0 ? "0.05" : "0.0",
        random.nextInt(30) == 0 ? "4.0" : "10.0",
        "1.15",
        flip(String.valueOf(random.nextDouble() * 4_000)),
        flip(String.valueOf(random.nextDouble() * 500)),
        flip(String.valueOf(random.nextDouble() * 150)),
        flip(String.valueOf(random.nextDouble() * 2_000 - 500)),
        String.valueOf(random.nextDouble() * 100_000),
        random.nextInt(10) == 0 ? String.valueOf(random.nextDouble() * 50_000) : "",
        String.valueOf(random.nextDouble() * 9_000),
        random.nextBoolean() ? "most" : "least");
  }

  @Test
  void beats_are_equal() {
    List<String> keys = List.of("sluice:1:{t}:members", "sluice:1:{t}:info", "sluice:1:{t}:state");
    for (int i = 0; i < QUESTIONS; i++) {
      now += random.nextInt(300) == 0 ? 6_000_000 : random.nextLong(100_000);
      now -= random.nextInt(500) == 0 ? 1_000_000 : 0;
      String leaves = random.nextInt(40) == 0 ? "1" : "0";
      String knew = String.valueOf(random.nextInt(5));
      String line = "line" + random.nextInt(2);
      ask(
          Script.BEAT,
          keys,
          List.of(String.valueOf(now), of(NODES), line, knew, "2000000", "500000", leaves));
    }
  }

  @Test
  void slots_are_equal() {
    List<String> keys = List.of("sluice:1:{t/q}:s");
    for (int i = 0; i < QUESTIONS; i++) {
      pass();
      String wanted = String.valueOf(random.nextInt(12));
      String taken = String.valueOf(random.nextInt(6));
      String state = of(List.of("", "1", String.valueOf(BEGIN)));
      String first = flip("1");
      ask(
          Script.SLOTS,
          keys,
          List.of(
              String.valueOf(now), of(NODES), "16", wanted, taken, "2000000", state, first, "4"));
    }
  }

  @Test
  void facts_are_equal() {
    List<String> keys = List.of("sluice:1:{f}:facts", "sluice:1:{f}:state");
    for (int i = 0; i < QUESTIONS / 10; i++) {
      now += random.nextLong(500_000);
      String line = "line" + random.nextInt(20);
      String rest = String.valueOf(random.nextLong(5_000_000));
      ask(Script.FACT, keys, List.of(String.valueOf(now), "told", line, rest));
      ask(Script.FACTS, keys, List.of(String.valueOf(now)));
    }
  }
}
