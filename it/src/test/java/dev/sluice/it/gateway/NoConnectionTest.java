package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.proxy.Behaviour;
import dev.sluice.sim.proxy.Blackhole;
import dev.sluice.sim.proxy.FaultProxy;
import dev.sluice.sim.proxy.Way;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Providers to whom there is no connection, or one that breaks below HTTP.
class NoConnectionTest {
  /// What does not pass by itself.
  private static final Set<String> LASTING = Set.of("upstream_tls", "egress_denied");

  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final FaultProxy proxy = FaultProxy.start(simulator.port());

  @AfterEach
  void end() {
    proxy.close();
    simulator.close();
  }

  @Test
  void a_port_without_a_listener_is_unreachable() throws IOException {
    simulator.goDown();
    try (Rig rig = Rig.to(simulator.port())) {
      fails(rig, 502, "upstream_unreachable");
    }
  }

  @Test
  void a_connection_that_is_never_made_times_out() throws IOException {
    try (Blackhole hole = Blackhole.open()) {
      timesOut(at("http", hole.port()));
    }
  }

  @Test
  void a_handshake_that_stalls_counts_as_connecting() throws IOException {
    proxy.behave(Behaviour.SILENT);
    timesOut(at("https", proxy.port()));
  }

  @Test
  void a_handshake_that_breaks_is_a_reset() throws IOException {
    proxy.behave(Behaviour.CLOSE);
    try (Rig rig = at("https", proxy.port())) {
      fails(rig, 502, "upstream_reset");
    }
  }

  @Test
  void a_reset_while_the_request_is_sent_is_told() throws IOException {
    try (Rig rig = Rig.to(proxy.port())) {
      proxy.behave(Behaviour.PASS.toServer(Way.resetAfter(100_000)));
      String body = RawCall.chat("m", true).replace("Hi", "Hi ".repeat(500_000));
      Reply reply = rig.call("/v1/chat/completions", body);
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.field("code")).isEqualTo("upstream_reset");
    }
  }

  @Test
  void a_kept_connection_that_has_broken_meanwhile_costs_no_call() throws IOException {
    try (Rig rig = Rig.to(proxy.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(200);
        proxy.resetAll();
      }
    }
  }

  @Test
  void a_provider_that_comes_back_is_reached_again() throws IOException {
    try (Rig rig = Rig.to(simulator.port())) {
      simulator.goDown();
      await().until(() -> rig.chat("m", false).status() == 502);
      simulator.comeBack();
      assertThat(rig.chat("m", false).status()).isEqualTo(200);
    }
  }

  @Test
  void a_stream_in_pieces_of_one_byte_passes() throws IOException {
    proxy.behave(Behaviour.PASS.toClient(Way.split(1)));
    try (Rig rig = Rig.to(proxy.port())) {
      Reply reply = rig.chat("m", true);
      assertThat(reply.whole()).isTrue();
      assertThat(reply.body()).endsWith("data: [DONE]\n\n");
    }
  }

  private static Rig at(String scheme, int port) {
    return Rig.start(
        "providers:\n"
            + Rig.further("sim", scheme + "://127.0.0.1:" + port + "/v1")
            + "routes:\n"
            + Rig.route("all", "*", "sim", "connect: 1s"));
  }

  /// Ends the gateway without waiting for its search for models, which is more patient than a call.
  private static void timesOut(Rig rig) throws IOException {
    try {
      fails(rig, 504, "upstream_connect_timeout");
    } finally {
      rig.stop();
    }
  }

  private static void fails(Rig rig, int status, String code) throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      Reply reply = rig.chat("m", stream);
      assertThat(reply.status()).as(reply.body()).isEqualTo(status);
      assertThat(reply.field("code")).isEqualTo(code);
      assertThat(reply.header("x-should-retry"))
          .isEqualTo(LASTING.contains(code) ? "false" : "true");
      rig.settleCalls();
    }
  }
}
