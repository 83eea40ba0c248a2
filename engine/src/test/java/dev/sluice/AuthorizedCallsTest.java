package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.Notice;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.file.GatewayFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls to a provider that no key authorises, over real sockets: the endpoint that gives the
/// credentials, and the provider that asks for them, are one fake server.
class AuthorizedCallsTest {
  private static final String ANSWER =
      "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
  private static final Request CALL =
      Request.of(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}");
  private static final boolean LONG = Boolean.getBoolean("sluice.long");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// So many calls are under way at most: those that a slow machine does not end in time would pile
  /// up until the gateway refuses some.
  private static final int AT_ONCE = 32;

  /// What ends in the time of a test: 0.3 s, of which the last 30 ms are not used.
  private static final Duration LIFE = Duration.ofMillis(300);

  /// How long after it was signed a request may come does not matter: a signature names its time,
  /// in seconds.
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final DateTimeFormatter SIGNED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX", Locale.ROOT);

  private final Issuer issuer = new Issuer();

  @Test
  void calls_go_on_over_many_ends_of_credentials() throws Exception {
    issuer.life = LIFE;
    int ends = LONG ? 100 : 10;
    try (var cloud = new FakeUpstream(issuer::answer);
        var gateway = Gateway.start(aws(cloud, "a"));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Queue<Future<?>> calls = new ConcurrentLinkedQueue<>();
      var room = new Semaphore(AT_ONCE);
      try (var pace = Executors.newSingleThreadScheduledExecutor()) {
        var _ =
            pace.scheduleAtFixedRate(
                () -> {
                  if (room.tryAcquire()) {
                    calls.add(callers.submit(() -> said(gateway, room)));
                  }
                },
                0,
                5,
                TimeUnit.MILLISECONDS);
        await().atMost(LIFE.multipliedBy(100L * ends)).until(() -> issuer.issued.get() >= ends);
        pace.shutdownNow();
      }
      for (Future<?> call : calls) {
        call.get();
      }
      assertThat(calls).hasSizeGreaterThan(ends * 10);
    }
    assertThat(issuer.refused).hasValue(0);
    assertThat(issuer.mostAtOnce).hasValue(1);
  }

  private static String said(Gateway gateway, Semaphore room) throws InterruptedException {
    try {
      return said(gateway);
    } finally {
      room.release();
    }
  }

  private static String said(Gateway gateway) throws InterruptedException {
    try (Answer answer = gateway.call(CALL)) {
      return answer.text().findFirst().orElse("");
    }
  }

  @Test
  void a_revoked_credential_costs_one_attempt_at_most_and_no_call() throws Exception {
    try (var cloud = new FakeUpstream(issuer::answer);
        var gateway = Gateway.start(aws(cloud, "a"));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(said(gateway)).isEqualTo("Hello");
      issuer.good.clear();
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(callers.submit(() -> said(gateway)));
      }
      for (Future<String> call : calls) {
        assertThat(call.get()).isEqualTo("Hello");
      }
    }
    assertThat(issuer.refused.get()).isBetween(1, 20);
    assertThat(issuer.issued).hasValue(2);
  }

  @Test
  void a_provider_that_refuses_every_credential_is_asked_for_no_more_of_them() throws Exception {
    issuer.refusesAll = true;
    try (var cloud = new FakeUpstream(issuer::answer);
        var gateway = Gateway.start(aws(cloud, "a"))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> said(gateway)).isInstanceOf(CallFailedException.class);
      }
    }
    assertThat(issuer.issued.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void an_error_that_repeats_the_credential_shows_nothing_of_it() throws Exception {
    issuer.repeats = true;
    try (var cloud = new FakeUpstream(issuer::answer);
        var gateway = Gateway.start(aws(cloud, "a"))) {
      assertThatThrownBy(() -> said(gateway))
          .isInstanceOfSatisfying(
              CallFailedException.class,
              e ->
                  assertThat(e.failed().toString())
                      .contains("no such thing")
                      .doesNotContain("MARKERID")
                      .doesNotContain("MARKERSECRET"));
    }
  }

  @Test
  void where_there_is_no_credential_calls_fail_and_the_operator_is_told_why() throws Exception {
    issuer.broken = true;
    var told = new CopyOnWriteArrayList<Notice>();
    var observer =
        new Observer() {
          @Override
          public void noticed(Notice notice) {
            told.add(notice);
          }
        };
    try (var cloud = new FakeUpstream(issuer::answer);
        var gateway = Gateway.builder(aws(cloud, "a")).observer(observer).start()) {
      assertThatThrownBy(() -> said(gateway))
          .isInstanceOf(CallFailedException.class)
          .hasMessageContaining("no credential");
      // Who waits for a credential has its failure first.
      await()
          .atMost(PATIENCE)
          .until(() -> told.stream().anyMatch(Notice.Credential.class::isInstance));
      assertThat(told)
          .filteredOn(Notice.Credential.class::isInstance)
          .singleElement()
          .hasToString(
              "Credential[provider=a, source=container endpoint http://127.0.0.1:%d,"
                      .formatted(port(cloud))
                  + " why=Optional[the container's credentials endpoint answered 500]]");
    }
  }

  @Test
  void where_the_source_refuses_the_error_says_so_and_that_no_provider_was_asked()
      throws Exception {
    issuer.denies = true;
    var told = new CopyOnWriteArrayList<CredentialChange>();
    var observer =
        new Observer() {
          @Override
          public void credentialChanged(CredentialChange change) {
            told.add(change);
          }
        };
    try (var cloud = new FakeUpstream(issuer::answer);
        var gateway = Gateway.builder(aws(cloud, "a")).observer(observer).start()) {
      String why =
          "the container's credentials endpoint answered 403"
              + " (container endpoint http://127.0.0.1:%d)".formatted(port(cloud));
      assertThatThrownBy(() -> said(gateway))
          .isInstanceOf(CallFailedException.class)
          .hasMessageContaining("no credential could be had for the provider, which was not asked")
          .hasMessageContaining(why)
          .hasMessageNotContaining("401")
          .hasMessageNotContaining("MARKER");
      await().atMost(PATIENCE).until(() -> !told.isEmpty());
      assertThat(told)
          .singleElement()
          .extracting(change -> change.why().orElseThrow())
          .isEqualTo(Failed.CredentialRefused.missing(why));
      assertThat(cloud.received()).noneMatch(one -> one.path().contains("/chat/completions"));
    }
  }

  @Test
  void a_reload_gives_each_provider_its_own_credential(@TempDir Path folder) throws Exception {
    try (var cloud = new FakeUpstream(issuer::answer);
        var gateway = Gateway.start(aws(cloud, "a"))) {
      said(gateway);
      gateway.reload(aws(cloud, "b"));
      said(gateway);
      assertThat(issuer.issued).as("another provider").hasValue(2);
      gateway.reload(aws(cloud, "b"));
      said(gateway);
      assertThat(issuer.issued).as("the same again").hasValue(2);
      Path token = Files.writeString(folder.resolve("token"), "eyJwcm9vZg");
      gateway.reload(workload(cloud, token));
      assertThat(said(gateway)).isEqualTo("Hello");
      assertThat(issuer.bearers).containsExactly("Bearer oat-1");
    }
  }

  private static int port(FakeUpstream cloud) {
    return cloud.config().providers().getFirst().url().getPort();
  }

  private static GatewayConfig aws(FakeUpstream cloud, String name) {
    Map<String, String> env = new HashMap<>();
    env.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:" + port(cloud) + "/keys");
    return config(
        cloud, name, "{type: aws, region: us-east-1, service: bedrock, source: container}", env);
  }

  private static GatewayConfig workload(FakeUpstream cloud, Path token) {
    String auth =
        "{type: openai, provider: i, account: s, token_file: %s, endpoint: 'http://127.0.0.1:%d/token'}"
            .formatted(token, port(cloud));
    return config(cloud, "b", auth, Map.of());
  }

  private static GatewayConfig config(
      FakeUpstream cloud, String name, String auth, Map<String, String> env) {
    String yaml =
        """
        providers:
          %s: {type: compatible, url: 'http://127.0.0.1:%d/v1', allow_private: true, auth: %s}
        routes:
          m: {models: [m], targets: [{provider: %s, model: m}]}
        """
            .formatted(name, port(cloud), auth, name);
    return GatewayFile.parse(yaml, env).config();
  }

  /// A cloud: it gives keys that end, and answers calls that are signed with those alone.
  private static final class Issuer {
    final AtomicInteger issued = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final Map<String, Instant> good = new ConcurrentHashMap<>();
    final Set<String> bearers = ConcurrentHashMap.newKeySet();
    volatile Duration life = Duration.ofHours(1);
    volatile boolean broken;
    volatile boolean denies;
    volatile boolean refusesAll;
    volatile boolean repeats;

    void answer(HttpExchange exchange) throws IOException, InterruptedException {
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/keys" -> keys(exchange);
        case "/token" ->
            FakeUpstream.send(exchange, 200, "{\"access_token\":\"oat-1\",\"expires_in\":3600}");
        default -> call(exchange);
      }
    }

    private void keys(HttpExchange exchange) throws IOException, InterruptedException {
      if (denies) {
        FakeUpstream.send(exchange, 403, "{\"message\":\"MARKERSECRET\"}");
        return;
      }
      if (broken) {
        FakeUpstream.send(exchange, 500, "{\"message\":\"MARKERSECRET\"}");
        return;
      }
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      Thread.sleep(20);
      atOnce.decrementAndGet();
      String id = "MARKERID" + issued.incrementAndGet();
      Instant ends = Instant.now().plus(life);
      good.put(id, ends);
      FakeUpstream.send(
          exchange,
          200,
          "{\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"MARKERSECRET\",\"Expiration\":\"%s\"}"
              .formatted(id, ends));
    }

    private void call(HttpExchange exchange) throws IOException {
      String authorization = exchange.getRequestHeaders().getFirst("authorization");
      if (authorization.startsWith("Bearer ")) {
        bearers.add(authorization);
        FakeUpstream.send(exchange, 200, ANSWER);
        return;
      }
      String id = authorization.replaceFirst(".*Credential=([^/]*)/.*", "$1");
      Instant ends = good.get(id);
      Instant signed =
          Instant.from(SIGNED.parse(exchange.getRequestHeaders().getFirst("x-amz-date")));
      if (refusesAll || ends == null || ends.plus(SECOND).isBefore(signed)) {
        refused.incrementAndGet();
        exchange.getResponseHeaders().set("x-amzn-errortype", "ExpiredTokenException");
        FakeUpstream.send(
            exchange, 403, "{\"message\":\"The security token " + id + " is expired\"}");
      } else if (repeats) {
        FakeUpstream.send(
            exchange,
            400,
            "{\"error\":{\"message\":\"no such thing: %s\",\"x\":\"%s\"}}"
                .formatted(authorization, "MARKERSECRET"));
      } else {
        FakeUpstream.send(exchange, 200, ANSWER);
      }
    }
  }
}
