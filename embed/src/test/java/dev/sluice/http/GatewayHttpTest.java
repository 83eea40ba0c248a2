package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.Gateway;
import dev.sluice.GatewayEdge;
import dev.sluice.call.Call;
import dev.sluice.call.answer.BytePipe;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.runtime.Loop;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.wire.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The APIs in process, in front of a simulated provider.
class GatewayHttpTest {
  private static final String PATH = "/v1/chat/completions";

  private static final Queue<Call> CALLS = new ConcurrentLinkedQueue<>();
  private static Simulator provider;
  private static Gateway gateway;
  private static GatewayHttp http;

  @BeforeAll
  static void start() {
    provider = Providers.start();
    gateway =
        Gateway.builder(Providers.config(provider).gateway())
            .loops(1)
            .observer(
                new Observer() {
                  @Override
                  public void callStarted(Call call) {
                    CALLS.add(call);
                  }
                })
            .start();
    http = GatewayHttp.of(gateway);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  private static ApiRequest chat(String model, boolean stream) {
    return ApiRequest.post(PATH, Providers.chat(model, stream));
  }

  private static ApiRequest endless() {
    return chat(Providers.FAULT + "endless", true);
  }

  private static ConditionFactory soon() {
    return await().pollInterval(Duration.ofMillis(2));
  }

  private static void awaitLeft() {
    soon()
        .untilAsserted(
            () -> {
              assertThat(GatewayEdge.of(gateway).engine().running()).isZero();
              assertThat(GatewayEdge.of(gateway).memory().used()).isZero();
              assertThat(provider.recorded().inFlight()).isZero();
            });
  }

  private static String text(HttpAnswer answer) throws IOException {
    try (answer) {
      return new String(answer.body().readAllBytes(), UTF_8);
    }
  }

  @Test
  void headers_mean_what_they_do_at_the_server() throws IOException, InterruptedException {
    ApiRequest request =
        chat("m", false)
            .header("X-Sluice-Priority", "batch")
            .header("x-sluice-tenant", "search")
            .header("x-sluice-cache", "off")
            .header("x-sluice-deadline-ms", "60000")
            .header("x-request-id", "mine-1")
            .header("x-stainless-retry-count", "2")
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    CALLS.clear();
    HttpAnswer answer = http.send(request);
    assertThat(answer.header("x-request-id")).contains("mine-1");
    assertThat(answer.header("x-sluice-target"))
        .hasValueSatisfying(target -> assertThat(target).startsWith("openai/"));
    assertThat(text(answer)).contains("chat.completion");
    Call call = CALLS.remove();
    assertThat(call.id()).isEqualTo("mine-1");
    assertThat(call.hints().band()).isEqualTo(Band.BATCH);
    assertThat(call.hints().tenant()).isEqualTo("search");
    assertThat(call.hints().caching()).isEqualTo(CacheDirective.OFF);
    assertThat(call.hints().clientRetries()).isEqualTo(2);
    assertThat(call.trace().id()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void credentials_are_dropped_and_listed_headers_pass() throws IOException, InterruptedException {
    ApiRequest request =
        chat("m", false)
            .header("authorization", "Bearer sk-secret")
            .header("x-api-key", "sk-secret")
            .header("x-goog-api-key", "sk-secret")
            .header("cookie", "sk-secret")
            .header("idempotency-key", "once");
    text(http.send(request));
    // The list of models is asked for as well, maybe behind it.
    List<Header> sent =
        provider.recorded().requests().stream()
            .filter(made -> made.method().equals("POST"))
            .toList()
            .getLast()
            .headers();
    assertThat(sent).noneMatch(header -> header.value().contains("secret"));
    assertThat(sent).anyMatch(header -> header.value().equals("Bearer sk-own"));
  }

  @Test
  void reading_slowly_slows_the_provider() throws IOException, InterruptedException {
    try (HttpAnswer answer = http.send(endless())) {
      InputStream body = answer.body();
      assertThat(body.readNBytes(100)).hasSize(100);
      soon().until(() -> body.available() >= BytePipe.CAPACITY);
      assertThat(body.available()).isLessThan(4 * BytePipe.CAPACITY);
      assertThat(body.readNBytes(8 * BytePipe.CAPACITY)).hasSize(8 * BytePipe.CAPACITY);
    }
    awaitLeft();
  }

  @Test
  void closing_early_cancels_the_call() throws IOException, InterruptedException {
    HttpAnswer answer = http.send(endless());
    answer.body().readNBytes(10);
    answer.close();
    answer.close();
    assertThatThrownBy(() -> answer.body().read()).hasMessageContaining("the answer is closed");
    awaitLeft();
  }

  @Test
  void another_thread_may_close_what_one_waits_for() throws Exception {
    HttpAnswer answer = http.send(chat(Providers.FAULT + "stall-after=3", true));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading = new CountDownLatch(1);
      var read =
          threads.submit(
              () -> {
                answer.body().readNBytes(10);
                reading.countDown();
                return answer.body().readAllBytes();
              });
      reading.await();
      answer.close();
      assertThatThrownBy(read::get)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("the answer is closed");
    }
    awaitLeft();
  }

  @Test
  void an_interrupt_ends_the_wait_for_a_head() throws InterruptedException {
    var caught = new CompletableFuture<Boolean>();
    Thread waits =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    http.send(chat(Providers.FAULT + "silence", false)).close();
                    caught.complete(false);
                  } catch (InterruptedException left) {
                    caught.complete(true);
                  }
                });
    soon().until(() -> provider.recorded().inFlight() == 1);
    waits.interrupt();
    assertThat(caught.join()).isTrue();
    awaitLeft();
  }

  @Test
  void an_interrupt_ends_a_read() throws InterruptedException {
    HttpAnswer answer = http.send(chat(Providers.FAULT + "stall-after=3", true));
    var caught = new CompletableFuture<Throwable>();
    Thread reads =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    answer.body().readAllBytes();
                  } catch (IOException left) {
                    caught.complete(left);
                  }
                });
    reads.interrupt();
    assertThat(caught.join()).isInstanceOf(InterruptedIOException.class);
    answer.close();
    awaitLeft();
  }

  @Test
  void a_future_is_completed_where_one_may_wait() {
    var on = new AtomicReference<Thread>();
    // The thread that adds a step to a completed future runs that step.
    var asked = new CountDownLatch(1);
    provider.recorded().watch((_, _) -> waitFor(asked));
    CompletableFuture<String> behind =
        http.sendAsync(chat("m", true))
            .thenApply(
                answer -> {
                  on.set(Thread.currentThread());
                  try {
                    return text(answer) + text(http.send(chat("m", false)));
                  } catch (IOException | InterruptedException failed) {
                    throw new AssertionError(failed);
                  }
                });
    asked.countDown();
    assertThat(behind.join()).contains("chat.completion.chunk", "\"chat.completion\"");
    assertThat(on.get()).isNotEqualTo(Thread.currentThread());
    assertThat(on.get().isVirtual()).isTrue();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void cancelling_a_future_cancels_the_call() {
    CompletableFuture<HttpAnswer> future = http.sendAsync(chat(Providers.FAULT + "silence", true));
    soon().until(() -> provider.recorded().inFlight() == 1);
    assertThat(future.cancel(false)).isTrue();
    awaitLeft();
  }

  @Test
  void a_thread_of_the_gateway_itself_may_call() throws Exception {
    var answered = new CompletableFuture<String>();
    Loop loop = GatewayEdge.of(gateway).loops().next();
    var _ =
        loop.start(
            "test",
            () -> {
              try {
                String whole = text(http.send(chat("m", true)));
                answered.complete(whole + http.sendAsync(chat("m", false)).join().status());
              } catch (IOException | InterruptedException failed) {
                answered.completeExceptionally(failed);
              }
            });
    assertThat(answered.get(30, TimeUnit.SECONDS)).endsWith("200");
  }

  @Test
  void an_event_loop_may_not_wait_for_itself() throws Exception {
    var refused = new CompletableFuture<String>();
    GatewayEdge.of(gateway)
        .loops()
        .next()
        .execute(
            () -> {
              try {
                http.send(chat("m", false)).close();
                refused.complete("");
              } catch (InterruptedException | IllegalStateException stuck) {
                refused.complete(stuck.getMessage());
              }
            });
    assertThat(refused.get(30, TimeUnit.SECONDS))
        .startsWith("a call from an event loop would wait for itself");
  }

  @Test
  void two_hundred_virtual_threads_and_fifty_others_call_at_once() {
    assertThat(streamedWhole(200, Thread.ofVirtual().factory())).isEqualTo(200);
    assertThat(streamedWhole(50, Thread.ofPlatform().factory())).isEqualTo(50);
    awaitLeft();
  }

  /// How many of so many streams came whole, each on a thread of its own.
  private static int streamedWhole(int count, ThreadFactory factory) {
    var whole = new AtomicInteger();
    try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
      for (int i = 0; i < count; i++) {
        var _ =
            threads.submit(
                () -> {
                  if (text(http.send(chat("m", true))).endsWith("data: [DONE]\n\n")) {
                    whole.incrementAndGet();
                  }
                  return null;
                });
      }
    }
    return whole.get();
  }

  @Test
  void a_closed_gateway_says_so() {
    Gateway gone = Gateway.builder(Providers.config(provider).gateway()).loops(1).start();
    GatewayHttp left = GatewayHttp.of(gone);
    gone.close();
    assertThatThrownBy(() -> left.send(chat("m", false)))
        .isInstanceOf(GatewayClosedException.class)
        .hasMessageContaining("the gateway is closed");
    assertThatThrownBy(() -> left.send(ApiRequest.get("/v1/models")))
        .isInstanceOf(GatewayClosedException.class);
    assertThatThrownBy(() -> left.sendAsync(chat("m", false)).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(GatewayClosedException.class);
  }

  @Test
  void a_gateway_that_drains_refuses_as_the_server_does() throws Exception {
    Gateway draining = Gateway.builder(Providers.config(provider).gateway()).loops(1).start();
    try (draining) {
      GatewayEdge.of(draining).engine().drain(Duration.ZERO);
      HttpAnswer answer = GatewayHttp.of(draining).send(chat("m", false));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(text(answer)).contains("\"code\":\"draining\"");
    }
  }

  @Test
  void what_cannot_be_a_request_is_refused_at_once() {
    assertThatThrownBy(() -> ApiRequest.get("v1/models"))
        .hasMessageContaining("must be a path that begins with a slash");
    assertThatThrownBy(() -> http.send(new ApiRequest("A B", PATH, Map.of(), new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> http.send(chat("m", false).header("x-y", "a\r\nb: c")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_request_is_put_together_of_parts() {
    ApiRequest built =
        ApiRequest.to("GET", "https://host/v1/?api=1")
            .segment("models")
            .segment("org/a b")
            .query("after", "x&y")
            .header("A", "1")
            .header("a", "2")
            .timeout(Duration.ofSeconds(3))
            .build();
    assertThat(built.target()).isEqualTo("/v1/models/org%2Fa%20b?api=1&after=x%26y");
    assertThat(built.headers())
        .containsEntry("a", List.of("1", "2"))
        .containsEntry("x-sluice-deadline-ms", List.of("3000"));
    assertThat(built).hasToString("GET /v1/models/org%2Fa%20b");
  }
}
