package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.transport.FakeServer;
import dev.sluice.transport.RecordingSink;
import dev.sluice.transport.Rig;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import dev.sluice.transport.loop.Loops.Mode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sessions of a role, one for each team, over real sockets: a server plays STS, and the provider.
@Timeout(60)
class SessionTransportTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/gateway";

  private final Rig rig = new Rig(Mode.LOOP);
  private final PlatformThreads pool = new PlatformThreads(1);
  private final List<String> exchanges = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    pool.close();
    rig.close();
  }

  private void play(FakeServer.Peer peer) throws IOException {
    while (true) {
      String request = peer.request();
      if (request.isEmpty()) {
        return;
      }
      if (request.startsWith("POST / ")) {
        String form = URLDecoder.decode(request, StandardCharsets.UTF_8);
        String team = form.replaceFirst("(?s).*Value=([^&]*).*|.*", "$1");
        exchanges.add(team);
        peer.write(team.equals("refused") ? denied() : issued(team));
      } else {
        keys.add(request.replaceFirst("(?s).*Credential=([^/]*)/.*", "$1"));
        peer.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
      }
    }
  }

  private static String issued(String team) {
    return answer(
        "200 OK",
        "<AccessKeyId>KEY%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t"
                .formatted(team)
            + "</SessionToken><Expiration>%s</Expiration>"
                .formatted(Instant.now().plusSeconds(3600)));
  }

  private static String denied() {
    return answer("403 Forbidden", "<Error><Code>AccessDenied</Code></Error>");
  }

  private static String answer(String status, String body) {
    return "HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s".formatted(status, body.length(), body);
  }

  private Transport transport(FakeServer server) {
    var role =
        new AwsAuth.Role(
            ROLE, "sluice", Optional.empty(), Optional.empty(), Map.of("Team", "", "app", "chat"));
    var auth =
        new AwsAuth(
            "us-east-1",
            "bedrock",
            new AwsAuth.Keys(new Secret("BASE"), new Secret("s"), Optional.empty()),
            List.of(role),
            Optional.of(URI.create("http://127.0.0.1:" + server.port())),
            Set.of(CallLabel.TEAM));
    var provider =
        new ProviderConfig(
                "p", ProviderType.COMPATIBLE, URI.create("http://127.0.0.1/v1"), List.of(), true)
            .authorizedBy(auth);
    var authorizers =
        new Authorizers(rig.transport, rig.loop, pool, Clock.SYSTEM, (_, _, why) -> tell(why));
    Transport transport = authorizers.transport(provider);
    authorizers.use(List.of(provider));
    await().atMost(30, TimeUnit.SECONDS).until(() -> !told.isEmpty());
    return transport;
  }

  private void tell(Optional<CredentialException> why) {
    told.add(why.map(Exception::getMessage).orElse("there"));
  }

  private Outcome call(Transport transport, FakeServer server, Map<String, String> tags) {
    WireRequest plain = rig.post(server.origin(), "{}");
    var request =
        new WireRequest(
            plain.origin(),
            plain.method(),
            plain.path(),
            plain.headers(),
            plain.body(),
            tags,
            false);
    var outcome = new CompletableFuture<Outcome>();
    var _ =
        rig.loop.start(
            "call",
            () -> {
              try {
                outcome.complete(
                    transport.exchange(Rig.attempt(), request, rig.loop, new RecordingSink()));
              } catch (InterruptedException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
              }
            });
    return outcome.join();
  }

  @Test
  void a_provider_with_a_key_is_asked_by_the_plain_transport() {
    var authorizers =
        new Authorizers(rig.transport, rig.loop, pool, Clock.SYSTEM, (_, _, why) -> tell(why));
    var keyed =
        new ProviderConfig(
            "p",
            ProviderType.OPENAI,
            URI.create("https://api.openai.com/v1"),
            List.of(new Secret("k")),
            false);
    assertThat(authorizers.transport(keyed)).isSameAs(rig.transport);
    authorizers.use(List.of(keyed));
    assertThat(told).isEmpty();
  }

  @Test
  void each_team_has_keys_of_its_own_and_one_exchange() throws Exception {
    try (FakeServer server = FakeServer.start(this::play)) {
      Transport transport = transport(server);
      for (int i = 0; i < 3; i++) {
        for (String team : List.of("search", "sales")) {
          assertThat(call(transport, server, Map.of("team", team))).isEqualTo(new Answered());
        }
      }
      assertThat(call(transport, server, Map.of())).isEqualTo(new Answered());
    }
    assertThat(exchanges).as("the first is for calls of no team").hasSize(3);
    assertThat(exchanges.subList(1, 3)).containsExactly("search", "sales");
    assertThat(keys)
        .containsSubsequence("KEYsearch", "KEYsales", "KEYsearch", "KEYsales", "KEYsearch");
    assertThat(keys).hasSize(7);
    assertThat(told).as("sessions are told of by their failures alone").containsExactly("there");
  }

  @Test
  void a_session_that_is_refused_fails_its_own_calls_and_says_what_is_missing() throws Exception {
    try (FakeServer server = FakeServer.start(this::play)) {
      Transport transport = transport(server);
      for (int i = 0; i < 5; i++) {
        assertThat(call(transport, server, Map.of("team", "refused")))
            .isInstanceOfSatisfying(
                Failed.CredentialRefused.class,
                why -> {
                  assertThat(why.isMissing()).isTrue();
                  assertThat(why.scope()).isEqualTo(Failed.Scope.SESSION);
                });
      }
      assertThat(call(transport, server, Map.of("team", "sales"))).isEqualTo(new Answered());
    }
    // Who waits for a session has its failure first.
    await().atMost(30, TimeUnit.SECONDS).until(() -> told.size() > 1);
    assertThat(told).hasSize(2);
    assertThat(told.getLast())
        .isEqualTo(
            "AWS STS for %s with the tags app, team, for which its trust policy needs"
                    .formatted(ROLE)
                + " sts:TagSession, answered 403 (AccessDenied)");
  }
}
