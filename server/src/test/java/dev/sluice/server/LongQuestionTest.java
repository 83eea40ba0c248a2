package dev.sluice.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A question to the store that takes long, over the admin listener.
class LongQuestionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new MeteredGateway(folder);
  }

  @AfterEach
  void stop() throws Exception {
    over.countDown();
    gateway.close();
  }

  /// Keeps the thread that answers questions.
  private CompletableFuture<Boolean> hold() throws InterruptedException {
    CompletableFuture<Boolean> held =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return gateway.accounts().read(_ -> held());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    begun.await();
    return held;
  }

  private boolean held() {
    begun.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  private CompletableFuture<HttpResponse<String>> later(String path) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gateway.admin(path);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private int revoke(String id) {
    try {
      String url = gateway.process().adminUrl() + "/admin/v1/keys/" + id + "/revoke";
      return gateway.send("POST", url, "{}", "admin-token").statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void probes_and_changes_go_on_meanwhile() throws Exception {
    gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
    JsonNode made = gateway.post("/admin/v1/keys", "{\"team\":\"search\",\"name\":\"live\"}");
    String id = made.path("key").path("id").asText();
    var held = hold();
    var spend = later("/admin/v1/spend");
    var audit = later("/admin/v1/audit");
    var old = later("/admin/v1/report?window=7d");
    assertThatThrownBy(() -> spend.get(200, MILLISECONDS)).isInstanceOf(TimeoutException.class);
    for (String path : List.of("/livez", "/metrics", "/admin/v1/keys")) {
      assertThat(later(path)).as(path).succeedsWithin(PATIENCE);
    }
    assertThat(CompletableFuture.supplyAsync(() -> revoke(id)))
        .succeedsWithin(PATIENCE)
        .isEqualTo(200);
    assertThat(gateway.call(made.path("secret").asText())).isEqualTo(401);
    assertThat(spend).isNotDone();
    over.countDown();
    assertThat(held).succeedsWithin(PATIENCE);
    for (var question : List.of(spend, audit, old)) {
      assertThat(question)
          .succeedsWithin(PATIENCE)
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200));
    }
  }
}
