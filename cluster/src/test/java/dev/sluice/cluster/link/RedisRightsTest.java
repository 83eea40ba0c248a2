package dev.sluice.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cluster.link.RedisAddress.Login;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user of Redis' access list needs, as `cluster` in docs/configuration.md has it.
class RedisRightsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String PREFIX = "sluice:1:{test}";

  /// What scripts need.
  private static final List<String> COMMANDS =
      List.of(
          "evalsha",
          "eval",
          "hget",
          "hset",
          "hmget",
          "hgetall",
          "hincrby",
          "hincrbyfloat",
          "hdel",
          "hlen",
          "zadd",
          "zrem",
          "zrange",
          "zrangebyscore",
          "zcard",
          "zcount",
          "zscore",
          "zremrangebyscore",
          "del",
          "pexpire",
          "time",
          "info",
          "publish",
          "set",
          "get");

  @TempDir Path folder;

  private RedisServer redis;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    redis = new RedisServer(folder);
  }

  @AfterEach
  void stop() throws IOException {
    redis.close();
  }

  private void user(String... rules) {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "sluice", "on", ">secret"));
    words.addAll(List.of(rules));
    redis.command(words.toArray(String[]::new));
  }

  private void documented() {
    user("~sluice:1:*", "&sluice:1:*", "+subscribe", "+select");
    COMMANDS.forEach(command -> user("+" + command));
  }

  private RedisLink link(int database) {
    var login = new Login(Optional.of("sluice"), Optional.of(new Secret("secret")));
    return RedisLink.to(redis.address(login, database));
  }

  private static RedisReply ask(RedisLink on, Script script, List<String> keys, String... args)
      throws Exception {
    var answer = new CompletableFuture<RedisReply>();
    on.ask(script, keys, List.of(args), answer::complete);
    return answer.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private static RedisReply beat(RedisLink on, String node, String line, String leaves)
      throws Exception {
    List<String> keys = List.of(PREFIX + ":members", PREFIX + ":info", PREFIX + ":state");
    return ask(on, Script.BEAT, keys, "", node, line, "0", "30000000", "500000", leaves);
  }

  private static RedisReply lease(RedisLink on, String node, String tenant, String need)
      throws Exception {
    List<String> keys = List.of(PREFIX + "q", PREFIX + "q:w", PREFIX + "q:f");
    String[] args =
        "|%s|-1|1|1|%s|1|1|100|1|0|0|%s|0.5|t|0|60000|0|10|1|%s|0|0|0|0|||most"
            .formatted(node, tenant, tenant, need)
            .split("\\|", -1);
    return ask(on, Script.LEASE, keys, args);
  }

  /// Asks every script, on every way that needs a command.
  private List<RedisReply> all(RedisLink on) throws Exception {
    List<String> facts = List.of(PREFIX + ":facts", PREFIX + ":state");
    redis.command("SCRIPT", "FLUSH");
    redis.command("FLUSHALL");
    List<RedisReply> replies = new ArrayList<>();
    replies.add(beat(on, "a", "one", "0"));
    replies.add(beat(on, "b", "one", "0"));
    replies.add(beat(on, "b", "one", "1"));
    replies.add(lease(on, "a", "x", "1e9"));
    replies.add(lease(on, "b", "y", "1e9"));
    replies.add(lease(on, "a", "x", "0"));
    replies.add(
        ask(on, Script.SLOTS, List.of(PREFIX + "s"), "", "a", "4", "1", "0", "9", "", "1", "2"));
    replies.add(ask(on, Script.FACT, facts, "", PREFIX + ":told", "line", "60000000"));
    replies.add(ask(on, Script.FACTS, facts, ""));
    replies.add(
        ask(
            on,
            Script.REACH,
            List.of(PREFIX + "r", PREFIX + "r:w", PREFIX + "r:f", PREFIX + "r:s"),
            ""));
    replies.add(ask(on, Script.PROBE, List.of(PREFIX + "p"), "", "a", "5000"));
    replies.add(ask(on, Script.PROBE, List.of(PREFIX + "p"), "", "b", "5000"));
    return replies;
  }

  private static boolean isForbidden(RedisReply reply) {
    return switch (reply) {
      case RedisReply.Refused refused -> refused.code().equals("NOPERM");
      case RedisReply.Values(List<String> values) ->
          isForbidden(RedisReply.Refused.of(values.getLast()));
      case RedisReply.Down _ -> false;
    };
  }

  @Test
  void a_user_needs_the_commands_that_are_documented_and_no_other() throws Exception {
    documented();
    try (RedisLink on = link(2)) {
      await().atMost(LONG).until(() -> on.connection() > 0);
      assertThat(all(on))
          .allMatch(RedisReply.Values.class::isInstance)
          .noneMatch(RedisRightsTest::isForbidden);
      on.onLine(PREFIX + ":told", _ -> {});
      for (String command : COMMANDS) {
        user("-" + command);
        assertThat(all(on)).as(command).anyMatch(RedisRightsTest::isForbidden);
        user("+" + command);
      }
      assertThat(on.unheard()).isEmpty();
    }
  }

  @Test
  void a_user_without_select_has_the_first_database_alone() throws Exception {
    documented();
    user("-select");
    try (RedisLink first = link(0);
        RedisLink second = link(2)) {
      await().atMost(LONG).until(() -> beat(first, "a", "a", "0") instanceof RedisReply.Values);
      await().atMost(LONG).until(() -> isForbidden(beat(second, "a", "a", "0")));
    }
  }

  @Test
  void a_user_without_channels_is_told_of() throws Exception {
    documented();
    user("resetchannels");
    try (RedisLink on = link(0)) {
      on.onLine(PREFIX + ":told", _ -> {});
      await().atMost(LONG).until(() -> on.unheard().isPresent());
      List<String> facts = List.of(PREFIX + ":facts", PREFIX + ":state");
      await().atMost(LONG).until(() -> on.connection() > 0);
      RedisReply told = ask(on, Script.FACT, facts, "", PREFIX + ":told", "line", "60000000");
      assertThat(isForbidden(told)).isTrue();
      assertThat(told).isInstanceOf(RedisReply.Values.class);
      assertThat(redis.command("ZCARD", PREFIX + ":facts")).containsExactly("1");
    }
  }
}
