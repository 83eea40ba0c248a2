package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.WayOut;
import dev.sluice.transport.Certificates;
import dev.sluice.transport.ClosedPort;
import dev.sluice.transport.FakeServer;
import dev.sluice.transport.Rig;
import dev.sluice.transport.loop.Loops.Mode;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Endpoints that answer as no endpoint should, over real sockets.
class TransportIoTest {
  private final Rig rig = new Rig(Mode.LOOP);
  private final PlatformThreads pool = new PlatformThreads(1);
  private final CredentialClock clock = new CredentialClock(Clock.SYSTEM);

  @AfterEach
  void end() {
    pool.close();
    rig.close();
  }

  private TokenAnswer get(FakeServer server) throws Exception {
    return send(TokenRequest.ofMachine("GET", url(server)));
  }

  private static URI url(FakeServer server) {
    return URI.create("http://127.0.0.1:" + server.port() + "/token?a=b");
  }

  /// Sends a request on a virtual thread of the loop, as a refresher does.
  private TokenAnswer send(TokenRequest request) throws Exception {
    return send(rig, request);
  }

  private TokenAnswer send(Rig on, TokenRequest request) throws Exception {
    var means = new TransportIo.Means(on.transport, on.loop, pool, Clock.SYSTEM);
    var io = new TransportIo(means, WayOut.DIRECT, false, clock);
    var answer = new CompletableFuture<TokenAnswer>();
    var _ =
        on.loop.start(
            "test",
            () -> {
              try {
                answer.complete(io.send(request));
              } catch (CredentialException | InterruptedException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CredentialException why ? why : e;
    }
  }

  @Test
  void a_form_is_posted_and_its_answer_read() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-a: b\r\n\r\nok";
    try (FakeServer server = FakeServer.answering(answer)) {
      Map<String, String> fields = TokenRequest.fields("a", "b c", "empty", "", "d", "&");
      TokenAnswer got = send(TokenRequest.form(url(server), fields));
      assertThat(got.body()).isEqualTo("ok");
      assertThat(got.headers()).containsEntry("x-a", "b");
      assertThat(server.served().requests().getFirst())
          .startsWith("POST /token?a=b HTTP/1.1\r\n")
          .endsWith("\r\n\r\na=b+c&d=%26");
    }
  }

  @Test
  void what_is_called_the_machines_own_but_is_elsewhere_needs_tls_too() {
    URI url = URI.create("http://10.0.0.1/token");
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> send(TokenRequest.ofMachine("GET", url)))
        .withMessageContaining("has no https, and would be told a secret");
  }

  @Test
  void what_no_header_carries_is_not_sent() {
    URI url = URI.create("http://127.0.0.1:1/");
    TokenRequest request = TokenRequest.ofMachine("GET", url).with("x-token", "<html>\n</html>");
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> send(request))
        .withMessage("a header of a credential's request is not ASCII");
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    String answer =
        "HTTP/1.1 302 Found\r\nlocation: http://192.0.2.1/\r\ncontent-length: 0\r\n\r\n";
    try (FakeServer server = FakeServer.answering(answer)) {
      assertThatExceptionOfType(CredentialException.class)
          .isThrownBy(() -> get(server))
          .withMessageContaining("a redirect, which is not followed");
    }
  }

  @Test
  void a_megabyte_is_cut_off() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\ncontent-length: 1048576\r\n\r\n" + "x".repeat(1024 * 1024);
    try (FakeServer server = FakeServer.answering(answer)) {
      assertThatExceptionOfType(CredentialException.class)
          .isThrownBy(() -> get(server))
          .withMessageContaining("larger than 256 KiB");
    }
  }

  @Test
  void nobody_there_is_told_and_passes_by_itself() throws Exception {
    try (var closed = new ClosedPort()) {
      URI url = URI.create("http://127.0.0.1:" + closed.port() + "/token");
      assertThatExceptionOfType(CredentialException.class)
          .isThrownBy(() -> send(TokenRequest.ofMachine("GET", url)))
          .withMessageContaining("did not answer: refused")
          .satisfies(e -> assertThat(e.isTemporary()).isTrue());
    }
  }

  @Test
  void a_secret_goes_nowhere_else_in_the_clear() {
    URI url = URI.create("http://sts.example.com/");
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> send(TokenRequest.form(url, Map.of("a", "b"))))
        .withMessageContaining("has no https, and would be told a secret");
  }

  @Test
  void the_clock_is_corrected_by_the_date_of_a_refusal_over_tls() throws Exception {
    var certificates = Certificates.get();
    try (var trusting =
        new Rig(Mode.LOOP, TransportConfig.defaults().withTls(certificates.client()))) {
      for (int status : List.of(500, 400)) {
        try (FakeServer server =
            FakeServer.start(
                certificates.server("good"),
                peer -> {
                  peer.request();
                  peer.write(refusal(status));
                })) {
          URI url = URI.create("https://127.0.0.1:" + server.port() + "/token");
          TokenRequest request = TokenRequest.form(url, Map.of());
          assertThat(send(trusting, request).status()).isEqualTo(status);
        }
        assertThat(clock.slow() > 3_500_000).isEqualTo(status == 400);
      }
    }
  }

  @Test
  void the_date_of_a_refusal_in_the_clear_is_not_believed() throws Exception {
    try (FakeServer server = FakeServer.answering(refusal(400))) {
      assertThat(get(server).isGood()).isFalse();
      assertThat(clock.slow()).isZero();
    }
  }

  /// A refusal by somebody whose clock is an hour ahead.
  private static String refusal(int status) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(3600).atOffset(ZoneOffset.UTC));
    return "HTTP/1.1 " + status + " No\r\ndate: " + date + "\r\ncontent-length: 0\r\n\r\n";
  }
}
