package dev.sluice.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedialTest {
  @TempDir Path folder;

  @Test
  void a_connection_that_cannot_be_made_ready_is_dialled_again()
      throws IOException, InterruptedException {
    try (RedisServer redis = new RedisServer(folder)) {
      RedisURI uri = RedisURI.create("127.0.0.1", redis.port());
      RedisClient client = RedisClient.create(uri);
      client.setOptions(
          ClientOptions.builder()
              .maintNotificationsConfig(MaintNotificationsConfig.disabled())
              .build());
      var dialled = new AtomicInteger();
      Redial<StatefulRedisConnection<String, String>> redial =
          new Redial<>(
              () -> client.connectAsync(StringCodec.UTF8, uri),
              made -> made,
              made -> makeReady(made, dialled.incrementAndGet()),
              client.getResources().eventExecutorGroup().next());
      redial.start();

      await().atMost(Duration.ofSeconds(20)).until(() -> redial.current() != null);
      assertThat(dialled).hasValue(2);
      client.shutdown();
    }
  }

  private static void makeReady(StatefulConnection<String, String> made, int attempt) {
    assertThat(made.isOpen()).isTrue();
    if (attempt == 1) {
      throw new IllegalStateException("of the first connection");
    }
  }
}
