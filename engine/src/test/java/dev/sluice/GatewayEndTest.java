package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a gateway of an application ends.
@Timeout(60)
class GatewayEndTest {
  private static final int CALLS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Request STREAM =
      Request.of(Operation.CHAT, "{\"model\":\"m\",\"messages\":[],\"stream\":true}");

  @Test
  void a_gateway_that_closes_under_a_thousand_calls_ends_each_with_an_error() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var upstream = holding(begun, end);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Gateway gateway = Gateway.builder(upstream.config()).loops(2).start();
      List<Future<Failed>> ends = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        ends.add(callers.submit(() -> failure(gateway)));
      }
      await().atMost(PATIENCE).until(() -> gateway.edge().engine().running() == CALLS);
      assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
      gateway.close();
      gateway.close();
      for (Future<Failed> each : ends) {
        assertThat(each.get(20, TimeUnit.SECONDS))
            .isEqualTo(new Failed.Shed(Failed.Reason.DRAINING, Optional.empty()));
      }
      assertThat(gateway.edge().engine().running()).isZero();
      assertThat(gateway.edge().memory().used()).isZero();
      await().atMost(PATIENCE).until(() -> threads().isEmpty());
      end.countDown();
    }
  }

  private static Failed failure(Gateway gateway) throws Exception {
    try (Answer answer = gateway.call(STREAM)) {
      byte[] _ = answer.bytes();
      throw new IllegalStateException("the answer came to its end");
    } catch (CallFailedException e) {
      return e.failed();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sluice-"))
        .toList();
  }

  /// A provider that begins each answer and goes on when it may.
  private static FakeUpstream holding(CountDownLatch begun, CountDownLatch end) throws Exception {
    return new FakeUpstream(
        exchange -> {
          OutputStream out = FakeUpstream.stream(exchange);
          FakeUpstream.say(out, "a");
          begun.countDown();
          end.await();
          FakeUpstream.finish(out);
        });
  }

  @Test
  void a_call_of_a_closed_gateway_says_so() throws Exception {
    try (var upstream = FakeUpstream.saying("{}")) {
      Gateway gateway = Gateway.start(upstream.config());
      gateway.close();
      assertThatThrownBy(() -> gateway.call(STREAM))
          .isInstanceOf(CallFailedException.class)
          .hasMessage("the gateway is closed: make calls before close(), or start another gateway");
      assertThat(gateway.edge().memory().used()).isZero();
    }
  }

  @Test
  void a_drained_gateway_lets_its_calls_end_and_takes_no_more() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var upstream = holding(begun, end);
        var gateway = Gateway.builder(upstream.config()).loops(1).start();
        ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> running = others.submit(() -> gateway.call(STREAM).text().toList());
      begun.await();
      Future<?> drained =
          others.submit(
              () -> {
                gateway.drain(Duration.ofSeconds(30));
                return true;
              });
      Failed refused = new Failed.Cancelled();
      while (!(refused instanceof Failed.Shed)) {
        refused = refusal(gateway);
      }
      assertThat(drained.isDone()).isFalse();
      end.countDown();
      assertThat(running.get()).containsExactly("a");
      drained.get();
    }
  }

  /// Why a call is refused; cancelled if it is not yet.
  private static Failed refusal(Gateway gateway) throws InterruptedException {
    try (Answer _ = gateway.call(STREAM)) {
      return new Failed.Cancelled();
    } catch (CallFailedException e) {
      return e.failed();
    }
  }

  @Test
  void an_interrupted_thread_closes_a_gateway_whole() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var upstream = holding(begun, end);
        ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Gateway gateway = Gateway.start(upstream.config());
      Future<Failed> running = others.submit(() -> failure(gateway));
      begun.await();
      Thread.currentThread().interrupt();
      gateway.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(running.get()).isInstanceOf(Failed.Shed.class);
      await().atMost(PATIENCE).until(() -> threads().isEmpty());
      end.countDown();
    }
  }

  @Test
  void threads_of_a_gateway_keep_nothing_of_who_started_it_or_calls_it() throws Exception {
    // Those of other tests may be ending.
    await().atMost(PATIENCE).until(() -> threads().isEmpty());
    var before = Thread.currentThread().getContextClassLoader();
    var foreign = new URLClassLoader(new URL[0], before);
    Thread.currentThread().setContextClassLoader(foreign);
    try (var upstream = FakeUpstream.saying("{\"choices\":[{\"message\":{\"content\":\"a\"}}]}");
        var gateway = Gateway.builder(upstream.config()).loops(2).start()) {
      gateway.call(Request.of(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}")).close();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().startsWith("sluice-"))
          .hasSize(2)
          .extracting(Thread::getContextClassLoader)
          .containsOnly(Gateway.class.getClassLoader());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
