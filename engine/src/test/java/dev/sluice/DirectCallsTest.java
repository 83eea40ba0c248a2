package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.example.AppObserver;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls of an application that embeds the gateway, at a provider behind a socket.
@Timeout(60)
class DirectCallsTest {
  private static final String ANSWER =
      "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
  private static final Request WHOLE =
      Request.of(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}");
  private static final Request STREAM =
      Request.of(Operation.CHAT, "{\"model\":\"m\",\"messages\":[],\"stream\":true}");

  private static final CompletableFuture<GatewayConfig> CONFIG = new CompletableFuture<>();

  @Test
  void a_whole_answer_says_its_text_its_usage_and_its_cost() throws Exception {
    try (var upstream = FakeUpstream.saying(ANSWER);
        var gateway = Gateway.start(upstream.config());
        Answer answer =
            gateway.call(
                Request.builder(Operation.CHAT)
                    .body("{\"model\":\"m\",\"messages\":[]}")
                    .payer(new Priced())
                    .build())) {
      assertThat(answer.text()).containsExactly("Hello");
      assertThat(answer.usage().input()).isEqualTo(5);
      assertThat(answer.usage().output()).isEqualTo(2);
      assertThat(answer.cost()).hasValue(7_000);
      assertThat(answer.target()).isEqualTo("p/m");
      assertThat(answer.attempts()).isOne();
    }
  }

  @Test
  void a_stream_is_read_as_it_comes_and_says_its_usage_and_cost_at_its_end() throws Exception {
    var more = new CountDownLatch(1);
    try (var upstream =
            new FakeUpstream(
                exchange -> {
                  OutputStream out = FakeUpstream.stream(exchange);
                  FakeUpstream.say(out, "Hel");
                  more.await();
                  FakeUpstream.say(out, "lo");
                  FakeUpstream.finish(out);
                });
        var gateway = Gateway.start(upstream.config());
        Answer answer =
            gateway.call(
                Request.builder(Operation.CHAT)
                    .body(
                        "{\"model\":\"m\",\"messages\":[],\"stream\":true,"
                            + "\"stream_options\":{\"include_usage\":true}}")
                    .payer(new Priced())
                    .build())) {
      List<String> said = answer.text().peek(_ -> more.countDown()).toList();
      assertThat(said).containsExactly("Hel", "lo");
      assertThat(answer.usage().tokens()).isEqualTo(10);
      assertThat(answer.cost()).hasValue(10_000);
    }
  }

  @Test
  void closing_a_stream_early_takes_the_call_from_the_provider() throws Exception {
    var broken = new CountDownLatch(1);
    try (var upstream = endless(broken);
        var gateway = Gateway.start(upstream.config())) {
      try (Stream<String> text = gateway.call(STREAM).text()) {
        assertThat(text.findFirst()).isPresent();
      }
      assertThat(broken.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_failure_is_told_apart_by_its_type_with_a_sentence() throws Exception {
    try (var upstream =
            new FakeUpstream(
                exchange -> {
                  exchange.getResponseHeaders().set("retry-after", "20");
                  FakeUpstream.send(
                      exchange, 429, "{\"error\":{\"message\":\"Slow down\",\"code\":\"x\"}}");
                });
        var gateway = Gateway.start(upstream.config())) {
      assertThatThrownBy(() -> gateway.call(WHOLE.within(Duration.ofSeconds(5))))
          .isInstanceOfSatisfying(
              CallFailedException.class,
              e -> {
                assertThat(e.failed()).isInstanceOfAny(Failed.Throttled.class, Failed.Shed.class);
                assertThat(e).hasMessageMatching(".*: call again( in \\d+ m?s| later)");
              });
    }
  }

  @Test
  void a_call_from_within_a_call_of_the_same_gateway_is_answered() throws Exception {
    var inner = new CompletableFuture<String>();
    var gateway = new AtomicReference<Gateway>();
    var observer =
        new AppObserver(
            call -> {
              if (call.id().equals("call-1")) {
                inner.complete(said(gateway.get()));
              }
            });
    try (var upstream = FakeUpstream.saying(ANSWER);
        var started = Gateway.builder(upstream.config()).loops(1).observer(observer).start()) {
      gateway.set(started);
      assertThat(said(started)).isEqualTo("Hello");
      assertThat(inner).isCompletedWithValue("Hello");
    }
  }

  @Test
  void a_callback_cannot_close_the_gateway_or_wait_on_a_loop() throws Exception {
    var gateway = new AtomicReference<Gateway>();
    var closing = new CompletableFuture<String>();
    var observer = new AppObserver(_ -> closing.complete(thrown(gateway.get()::close)));
    try (var upstream = FakeUpstream.saying(ANSWER);
        var started = Gateway.builder(upstream.config()).loops(1).observer(observer).start()) {
      gateway.set(started);
      assertThat(said(started)).isEqualTo("Hello");
      assertThat(closing.join()).startsWith("close() was called by a callback of the gateway");
      var onLoop = new CompletableFuture<String>();
      started.edge().loops().next().execute(() -> onLoop.complete(thrown(() -> said(started))));
      assertThat(onLoop.join()).startsWith("a call from an event loop would wait for itself");
    }
  }

  @Test
  void an_observer_that_throws_costs_no_call() throws Exception {
    var observer =
        new AppObserver(
            _ -> {
              throw new IllegalStateException("broken");
            });
    try (var log = new Logged("dev.sluice.bugs");
        var upstream = FakeUpstream.saying(ANSWER);
        var gateway = Gateway.builder(upstream.config()).observer(observer).start()) {
      assertThat(said(gateway)).isEqualTo("Hello");
      assertThat(log.messages()).hasSize(1);
    }
  }

  @Test
  void an_interrupt_ends_the_waiting_for_an_answer_and_cancels_the_call() throws Exception {
    var asked = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var upstream =
            new FakeUpstream(
                _ -> {
                  asked.countDown();
                  end.await();
                });
        var gateway = Gateway.builder(upstream.config()).loops(1).start()) {
      var outcome = new CompletableFuture<Throwable>();
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Answer _ = gateway.call(WHOLE)) {
                      outcome.cancel(false);
                    } catch (InterruptedException | RuntimeException e) {
                      outcome.complete(e);
                    }
                  });
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      await().until(() -> gateway.edge().engine().running() == 0);
      end.countDown();
    }
  }

  @Test
  void two_gateways_in_one_process_know_nothing_of_each_other() throws Exception {
    try (var upstream = FakeUpstream.saying(ANSWER);
        var other = Gateway.start(upstream.config())) {
      try (var one = Gateway.start(upstream.config())) {
        assertThat(said(one)).isEqualTo("Hello");
        assertThat(said(other)).isEqualTo("Hello");
      }
      assertThat(said(other)).isEqualTo("Hello");
    }
  }

  /// A class of an application that starts its gateway, and calls, while it is initialised.
  private static final class Holder {
    static final Gateway GATEWAY = Gateway.start(CONFIG.join());
    static final String SAID = said(GATEWAY);
  }

  @Test
  void a_gateway_may_be_started_in_a_static_initialiser() throws Exception {
    try (var upstream = FakeUpstream.saying(ANSWER)) {
      CONFIG.complete(upstream.config());
      var said = new CompletableFuture<String>();
      Thread.ofPlatform().daemon().start(() -> said.complete(Holder.SAID));
      assertThat(said.get(30, TimeUnit.SECONDS)).isEqualTo("Hello");
      Holder.GATEWAY.close();
    }
  }

  @Test
  void a_forgotten_answer_is_found_cancelled_and_told_once() throws Exception {
    var broken = new CountDownLatch(2);
    try (var log = new Logged("dev.sluice.gateway");
        var upstream = endless(broken);
        var gateway = Gateway.start(upstream.config())) {
      forget(gateway);
      forget(gateway);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                System.gc();
                return broken.getCount() == 0;
              });
      await().until(() -> gateway.edge().engine().running() == 0);
      assertThat(log.messages().stream().filter(m -> m.startsWith("an answer was neither")))
          .singleElement()
          .asString()
          .contains("-Dsluice.answers.traces=true");
    }
  }

  private static void forget(Gateway gateway) throws InterruptedException {
    assertThat(gateway.call(STREAM).status()).isEqualTo(200);
  }

  private static FakeUpstream endless(CountDownLatch broken) throws Exception {
    return new FakeUpstream(
        exchange -> {
          OutputStream out = FakeUpstream.stream(exchange);
          try {
            while (true) {
              FakeUpstream.say(out, "x".repeat(10_000));
            }
          } finally {
            broken.countDown();
          }
        });
  }

  private static String said(Gateway gateway) {
    try (Answer answer = gateway.call(WHOLE)) {
      return String.join("", answer.text().toList());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String thrown(Runnable task) {
    try {
      task.run();
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// A payer for whom a token costs 1,000 nano-dollars.
  private static final class Priced implements Payer {
    private final Payment payment =
        new Payment() {
          @Override
          public void settle(Bill bill) {}

          @Override
          public OptionalLong quote(String target, Usage usage) {
            return OptionalLong.of(1_000 * usage.tokens());
          }
        };

    @Override
    public Decision enter(Call call) {
      return Accepted.FREE;
    }

    @Override
    public Decision reserve(Call call, List<String> targets, int attempts) {
      return new Accepted(payment);
    }
  }
}
