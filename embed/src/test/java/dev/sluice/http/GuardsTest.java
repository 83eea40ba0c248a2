package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.AskingObserver;
import dev.sluice.Gateway;
import dev.sluice.GatewayEdge;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.sim.Simulator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What protects an application from its own mistakes holds for requests of HTTP too.
class GuardsTest {
  private static Simulator provider;

  @BeforeAll
  static void start() {
    provider = Providers.start();
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  private static Gateway.Builder gateway() {
    return Gateway.builder(Providers.config(provider).gateway()).loops(1);
  }

  private static ApiRequest chat(String model, boolean stream) {
    return ApiRequest.post("/v1/chat/completions", Providers.chat(model, stream));
  }

  @Test
  void a_forgotten_answer_is_found_and_its_call_cancelled() throws Exception {
    try (Gateway gateway = gateway().start()) {
      GatewayHttp http = GatewayHttp.of(gateway);
      forget(http);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                System.gc();
                return GatewayEdge.of(gateway).engine().running() == 0
                    && provider.recorded().inFlight() == 0;
              });
    }
  }

  private static void forget(GatewayHttp http) throws InterruptedException, IOException {
    ApiRequest endless = chat(Providers.FAULT + "endless", true);
    assertThat(http.send(endless).body().readNBytes(10)).hasSize(10);
    assertThat(http.sendAsync(endless).join().status()).isEqualTo(200);
  }

  @Test
  void an_answer_whose_body_is_held_goes_on() throws Exception {
    try (Gateway gateway = gateway().start()) {
      var body = GatewayHttp.of(gateway).send(chat(Providers.FAULT + "endless", true)).body();
      for (int i = 0; i < 3; i++) {
        System.gc();
        assertThat(body.readNBytes(100_000)).hasSize(100_000);
      }
      body.close();
    }
  }

  @Test
  void an_observer_under_a_lock_of_the_gateway_may_not_wait() throws Exception {
    var http = new AtomicReference<GatewayHttp>();
    var refused = new CompletableFuture<String>();
    var observer = new AskingObserver(_ -> refused.complete(refusal(http.get())));
    try (Gateway gateway = gateway().observer(observer).start()) {
      http.set(GatewayHttp.of(gateway));
      http.get().send(chat(Providers.FAULT + "status=401", false)).close();
      assertThat(refused.get(30, TimeUnit.SECONDS))
          .startsWith("a call from an observer's noticed or credentialChanged");
    }
  }

  private static String refusal(GatewayHttp http) {
    try {
      http.send(chat("m", false)).close();
      return "";
    } catch (InterruptedException | IllegalStateException stuck) {
      return String.valueOf(stuck.getMessage());
    }
  }

  @Test
  void a_payer_is_asked_for_the_calls_of_its_own_apis() throws Exception {
    var payer = new Poor();
    try (Gateway gateway = gateway().start()) {
      try (HttpAnswer answer = GatewayHttp.of(gateway, payer).send(chat("m", false))) {
        assertThat(answer.status()).isEqualTo(429);
      }
      try (HttpAnswer answer = GatewayHttp.of(gateway).send(chat("m", false))) {
        assertThat(answer.status()).isEqualTo(200);
      }
    }
    assertThat(payer.asked).hasValue(1);
  }

  /// A payer who pays for nothing.
  private static final class Poor implements Payer {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public Decision enter(Call call) {
      asked.incrementAndGet();
      return new Refused(
          new Failed.LimitReached(Failed.Limit.BUDGET, Optional.empty(), "no money is left"));
    }

    @Override
    public Decision reserve(Call call, List<String> targets, int attempts) {
      return Accepted.FREE;
    }
  }
}
