package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.it.gateway.ForwardProxy.Manner;
import dev.sluice.it.gateway.JudgingUpstream.Verdict;
import dev.sluice.it.gateway.RawCall.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Providers that are reached through a proxy.
class ProxyOutTest {
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private JudgingUpstream provider;
  private ForwardProxy proxy;

  @BeforeEach
  void start() throws IOException {
    provider =
        new JudgingUpstream(
            (key, _) -> {
              keys.add(key);
              return Verdict.GOOD;
            });
    proxy = new ForwardProxy();
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    provider.close();
  }

  @Test
  void calls_go_through_a_proxy_that_knows_the_gateway() throws IOException {
    proxy.behave(Manner.WANTS_LOGIN);
    try (Rig rig = Rig.telling(told, far("gate:secret@") + "routes:\n" + route("far"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(200);
      }
    }
    assertThat(keys).containsExactly("sk-own", "sk-own", "sk-own");
    assertThat(proxy.asked())
        .isNotEmpty()
        .allSatisfy(
            head ->
                assertThat(head)
                    .startsWith("CONNECT far.test:" + provider.port() + " HTTP/1.1\r\n")
                    .doesNotContain("sk-own"));
  }

  @ParameterizedTest
  @CsvSource({
    "WANTS_LOGIN, proxy_denied, asks for a user and a password",
    "FORBIDS, proxy_denied, answered 403",
    "CANNOT_CONNECT, proxy_failed, answered 502",
    "CUTS, proxy_failed, broke off",
    "ANSWERS_HTML, proxy_failed, a page instead of a connection"
  })
  void u44_what_a_proxy_does_is_no_fault_of_the_provider_or_its_key(
      Manner manner, String code, String words) throws IOException {
    proxy.behave(manner);
    try (Rig rig = Rig.telling(told, far("") + "routes:\n" + route("far"))) {
      Reply reply = rig.chat("m", false);
      assertThat(reply.status()).as(reply.body()).isEqualTo(502);
      assertThat(reply.field("code")).isEqualTo(code);
      assertThat(reply.body()).contains(words).doesNotContain("127.0.0.1");
      assertThat(reply.header("x-should-retry"))
          .isEqualTo(String.valueOf(code.equals("proxy_failed")));
      assertThat(rig.metric("sluice_credential_aside", "")).isZero();
      String remedy =
          code.equals("proxy_denied")
              ? "the password for it in providers.far.proxy or HTTPS_PROXY"
              : "check that http://127.0.0.1:" + proxy.port() + " runs";
      await()
          .pollInSameThread()
          .untilAsserted(() -> assertThat(told.toString(UTF_8)).contains(words, remedy));
    }
    assertThat(provider.asked()).isZero();
  }

  @Test
  void u44_another_target_answers_where_a_proxy_does_not_let_the_first_pass() throws IOException {
    proxy.behave(Manner.FORBIDS);
    String near = Rig.further("near", "http://127.0.0.1:%d/v1".formatted(provider.port()));
    String routes =
        "routes: {all: {models: [\"*\"], targets: [{provider: far}, {provider: near, fallback:"
            + " true}]}}\n";
    try (Rig rig = Rig.caring(far("") + near + routes)) {
      assertThat(rig.chat("m", false).status()).isEqualTo(200);
    }
    assertThat(provider.asked()).isEqualTo(1);
  }

  @Test
  void u46_a_proxy_that_hangs_is_given_up_like_a_connection() throws IOException {
    proxy.behave(Manner.HANGS);
    Rig rig = Rig.start(far("") + "routes:\n" + Rig.route("all", "*", "far", "connect: 300ms"));
    try {
      Reply reply = rig.chat("m", false);
      assertThat(reply.status()).isEqualTo(504);
      assertThat(reply.field("code")).isEqualTo("upstream_connect_timeout");
      rig.settleCalls();
    } finally {
      rig.stop();
    }
  }

  @Test
  void u47_an_open_relay_is_not_asked_for_this_machine() {
    for (String host : List.of("localhost", "127.0.0.1", "127.8.8.8", "[::1]", "0.0.0.0")) {
      assertThatThrownBy(() -> Rig.start(far("").replace("far.test", host)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("providers.far.proxy must be off for a url of this machine");
    }
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void u47_an_open_relay_that_takes_a_name_for_this_machine_learns_nothing_of_admin()
      throws IOException {
    try (Rig target = Rig.to(provider.port())) {
      int admin = target.serving().adminAddress().getPort();
      String config = far("").replace(":" + provider.port() + "/v1", ":" + admin);
      try (Rig rig = Rig.start(config + "routes:\n" + route("far"))) {
        Reply reply = rig.chat("m", false);
        assertThat(reply.status()).isGreaterThanOrEqualTo(400);
        assertThat(reply.body()).doesNotContain("far.test", "providers");
      }
      assertThat(proxy.asked()).isNotEmpty();
    }
  }

  private static String route(String name) {
    return Rig.route("all", "*", name, "");
  }

  private String far(String login) {
    return """
    providers:
      far: {type: compatible, key: sk-own, url: "http://far.test:%d/v1", proxy: "http://%s127.0.0.1:%d"}
    """
        .formatted(provider.port(), login, proxy.port());
  }
}
