package dev.sluice.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cluster.link.RedisAddress.Login;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The link beside a real Redis that is gone, hangs, refuses, or does not know scripts any more.
class RedisLinkTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private RedisServer redis;
  private @Nullable RedisLink link;

  private final String prefix = "sluice:1:{" + UUID.randomUUID() + "}";

  @BeforeEach
  void start() throws IOException, InterruptedException {
    redis = new RedisServer(folder);
  }

  @AfterEach
  void stop() throws IOException {
    if (link != null) {
      link.close();
    }
    redis.close();
  }

  private RedisLink link(Optional<String> user, Optional<String> password) {
    var made = RedisLink.to(redis.address(new Login(user, password.map(Secret::new))));
    link = made;
    return made;
  }

  private RedisLink connected() {
    RedisLink made = link(Optional.empty(), Optional.empty());
    await().atMost(LONG).until(() -> made.connection() > 0);
    return made;
  }

  private RedisReply beat(RedisLink on) throws Exception {
    var answer = new CompletableFuture<RedisReply>();
    on.ask(
        Script.BEAT,
        List.of(prefix + ":members", prefix + ":info", prefix + ":state"),
        List.of("", "a", "a", "0", "30000000", "500000", "0"),
        answer::complete);
    return answer.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void a_script_that_the_server_does_not_know_is_sent_whole() throws Exception {
    RedisLink on = connected();
    assertThat(beat(on)).isInstanceOf(RedisReply.Values.class);
    redis.command("SCRIPT", "FLUSH");

    assertThat(((RedisReply.Values) beat(on)).values()).hasSize(7);
  }

  @Test
  void a_link_without_a_server_answers_at_once_and_finds_it_when_it_is_there() throws Exception {
    RedisLink on = connected();
    long before = on.connection();
    redis.close();
    try (Socket _ = redis.keepPort()) {
      await().atMost(LONG).until(() -> on.connection() == 0);
      assertThat(beat(on)).isInstanceOf(RedisReply.Down.class);
      redis = new RedisServer(redis.port(), folder);
    }
    await().atMost(LONG).until(() -> on.connection() > before);
    assertThat(beat(on)).isInstanceOf(RedisReply.Values.class);
  }

  @Test
  void a_question_to_a_server_that_hangs_is_not_asked_twice() throws Exception {
    RedisLink on = connected();
    assertThat(beat(on)).isInstanceOf(RedisReply.Values.class);
    long before = on.connection();
    redis.hang();
    var answer = new CompletableFuture<RedisReply>();
    on.ask(
        Script.FACT,
        List.of(prefix + ":facts", prefix + ":state"),
        List.of("", prefix + ":told", "line", "60000000"),
        answer::complete);
    assertThat(answer.get(LONG.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(RedisReply.Down.class);
    redis.goOn();

    // The connection that did not answer is left a little later.
    await().atMost(LONG).until(() -> on.connection() > before);
    assertThat(beat(on)).isInstanceOf(RedisReply.Values.class);
    assertThat(redis.command("HGET", prefix + ":state", "rev").getFirst()).isIn("", "1");
  }

  @Test
  void a_wrong_password_is_told() throws Exception {
    redis.command(
        "ACL", "SETUSER", "sluice", "on", ">secret", "~sluice:1:*", "&sluice:1:*", "+@all");
    RedisLink on = link(Optional.of("sluice"), Optional.of("wrong"));

    await()
        .atMost(LONG)
        .until(
            () ->
                beat(on) instanceof RedisReply.Refused refused
                    && refused.code().equals("WRONGPASS"));
  }

  @Test
  void refusals_have_their_codes() throws Exception {
    RedisLink on = connected();
    redis.command("SET", prefix + ":state", "another program's");
    assertThat(beat(on)).isInstanceOfSatisfying(RedisReply.Refused.class, this::isWrongType);

    redis.command("DEL", prefix + ":state");
    assertThat(beat(on)).isInstanceOf(RedisReply.Values.class);
    redis.command("CONFIG", "SET", "maxmemory", "1");
    assertThat(beat(on))
        .isInstanceOfSatisfying(
            RedisReply.Refused.class, refused -> assertThat(refused.code()).isEqualTo("OOM"));
  }

  private void isWrongType(RedisReply.Refused refused) {
    assertThat(refused.code()).isEqualTo("WRONGTYPE");
  }

  @Test
  void a_replica_is_left_for_another_connection() throws Exception {
    RedisLink on = connected();
    long before = on.connection();
    redis.command("REPLICAOF", "127.0.0.1", "1");
    assertThat(beat(on))
        .isInstanceOfSatisfying(
            RedisReply.Refused.class, refused -> assertThat(refused.code()).isEqualTo("READONLY"));
    redis.command("REPLICAOF", "NO", "ONE");

    await().atMost(LONG).until(() -> on.connection() > before);
    assertThat(beat(on)).isInstanceOf(RedisReply.Values.class);
  }

  @Test
  void lines_are_heard_after_a_new_connection_too() throws Exception {
    RedisLink on = connected();
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    on.onLine(prefix + ":told", lines::add);
    await()
        .atMost(LONG)
        .until(
            () -> {
              redis.command("PUBLISH", prefix + ":told", "first");
              return "first".equals(lines.poll(50, TimeUnit.MILLISECONDS));
            });
    long before = on.connection();
    redis.command("CLIENT", "KILL", "TYPE", "pubsub");

    await()
        .atMost(LONG)
        .until(
            () -> {
              redis.command("PUBLISH", prefix + ":told", "second");
              return "second".equals(lines.poll(50, TimeUnit.MILLISECONDS));
            });
    assertThat(on.connection()).isEqualTo(before);
  }
}
