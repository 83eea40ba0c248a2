package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTest {
  private static final Duration WINDOW = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private MockUpstream upstream;

  @BeforeEach
  void listen() throws InterruptedException {
    upstream = new MockUpstream(loops, Clock.SYSTEM);
  }

  @AfterEach
  void end() {
    upstream.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void a_closed_loop_calls_again_and_again() throws InterruptedException {
    try (Load load = Load.closed(site(), payload(false), 4)) {
      Tally tally = windowOf(load, WINDOW, one -> one.calls() > 8);
      assertThat(tally.latency().getTotalCount()).isEqualTo(tally.calls());
      assertThat(tally.errors()).isEmpty();
    }
  }

  @Test
  void a_closed_loop_with_more_connections_than_a_batch_opens_all() throws Exception {
    upstream.answer(MockAnswer.events(1, Duration.ofSeconds(1)));
    try (Load load = Load.closed(site(), payload(true), 200)) {
      // The first window is over before the first stream can have begun its second call.
      long calls = load.window(WINDOW).calls() + load.finish(PATIENCE).calls();
      assertThat(calls).isGreaterThanOrEqualTo(200);
    }
  }

  @Test
  void streams_are_counted_event_by_event() throws Exception {
    upstream.answer(MockAnswer.events(3, Duration.ofMillis(5)));
    try (Load load = Load.closed(site(), payload(true), 5)) {
      load.window(WINDOW);
      Tally tally = load.finish(PATIENCE);
      assertThat(tally.calls()).isGreaterThanOrEqualTo(5);
      assertThat(tally.failed()).isZero();
      // Three with a stamp; the fourth has the finish reason.
      assertThat(tally.delay().getTotalCount()).isPositive();
      assertThat(tally.gap().getTotalCount())
          .isEqualTo(tally.events() - tally.firstEvent().getTotalCount());
    }
  }

  @Test
  void an_open_loop_keeps_its_pace() throws Exception {
    try (Load load = Load.open(site(), payload(false), 1_000, 16)) {
      long calls = load.window(Duration.ofSeconds(1)).calls() + load.finish(PATIENCE).calls();
      assertThat(calls).isGreaterThan(100);
    }
  }

  @Test
  void a_mixed_load_sends_its_kinds_in_turn_and_changes_its_connections() throws Exception {
    Payload chat = payload(false);
    String text = "{\"model\":\"mock\",\"input\":\"Lock " + Payload.NUMBER + "\"}";
    Payload other = new Payload("localhost", "/v1/embeddings", text, false);
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("mock")), 0)) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.port());
      try (Load load = Load.mixed(site(address), List.of(chat, other), 1_000, 16, 5)) {
        load.window(Duration.ofSeconds(1));
        load.finish(PATIENCE);
      }
      Recorded seen = simulator.recorded();
      long chats = seen.calls(kind -> kind.path().equals(chat.path()));
      long others = seen.calls(kind -> kind.path().equals(other.path()));
      assertThat(chats).isGreaterThan(100).isBetween(others - 1, others + 1);
      assertThat(seen.connections()).isBetween((chats + others) / 5, (chats + others) / 5 + 16);
    }
  }

  @Test
  void what_has_happened_since_the_last_question_is_told_once() throws Exception {
    try (Load load = Load.closed(site(), payload(false), 4)) {
      load.window(WINDOW);
      load.finish(PATIENCE);
      assertThat(load.sinceThen().calls()).isZero();
    }
  }

  @Test
  void an_open_loop_counts_the_time_that_a_call_waited_for_a_connection() throws Exception {
    upstream.answer(MockAnswer.events(1, Duration.ofMillis(100)));
    try (Load load = Load.open(site(), payload(true), 200, 1)) {
      // No answer takes longer than 100 ms and a little; the waiting does.
      Tally tally =
          windowOf(load, Duration.ofSeconds(1), one -> one.latency().getMaxValue() > 200_000_000);
      assertThat(tally.waiting()).isPositive();
    }
  }

  @Test
  void a_missing_server_is_unreachable() throws Exception {
    // It has its port, so that nobody else does, and does not listen.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Load.Site nobody = site((InetSocketAddress) silent.getLocalSocketAddress());
      try (Load load = Load.closed(nobody, payload(false), 1)) {
        assertThat(errors(load)).containsOnlyKeys(CallError.UNREACHABLE);
      }
      try (Load load = Load.open(nobody, payload(false), 100, 1)) {
        assertThat(errors(load)).containsOnlyKeys(CallError.UNREACHABLE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', UNANSWERED",
    "HTTP/1.1 200 OK|content-length: 5||abc, CUT",
    "HTTP/1.1 429 slow|content-length: 0|connection: close||, THROTTLED",
    "HTTP/1.1 401 no|content-length: 0|connection: close||, UNAUTHORIZED",
    "HTTP/1.1 404 no|content-length: 0|connection: close||, REFUSED",
    "HTTP/1.1 502 no|content-length: 0|connection: close||, FAILED",
    "ICY 200 OK||, MALFORMED"
  })
  void what_goes_wrong_has_a_name(String answer, CallError error) throws Exception {
    try (OneAnswer server = new OneAnswer(answer.replace("|", "\r\n"));
        Load load = Load.closed(site(server.address()), payload(false), 1)) {
      assertThat(errors(load)).containsOnlyKeys(error);
    }
  }

  @Test
  void a_stream_without_its_terminator_is_cut() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: {}\n\n";
    try (OneAnswer server = new OneAnswer(answer);
        Load load = Load.closed(site(server.address()), payload(true), 1)) {
      assertThat(errors(load)).containsOnlyKeys(CallError.CUT);
    }
  }

  @Test
  void finishing_says_when_calls_do_not_end() throws Exception {
    upstream.answer(MockAnswer.events(1_000, Duration.ofMillis(100)));
    try (Load load = Load.closed(site(), payload(true), 1)) {
      load.window(WINDOW);
      assertThat(catchTimeout(load)).isTrue();
    }
  }

  private static boolean catchTimeout(Load load) throws InterruptedException {
    try {
      load.finish(WINDOW);
      return false;
    } catch (TimeoutException _) {
      return true;
    }
  }

  private Load.Site site() {
    return site(upstream.address());
  }

  private Load.Site site(InetSocketAddress address) {
    return new Load.Site(loops.next(), Clock.SYSTEM, address);
  }

  private static Payload payload(boolean stream) {
    return Payload.chat("localhost", "mock", stream, 300);
  }

  /// The first window of a kind: in so short a time a busy machine may come to little.
  private static Tally windowOf(Load load, Duration length, Predicate<Tally> kind) {
    return await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .until(() -> load.window(length), kind);
  }

  /// What has gone wrong in the first window in which something has.
  private static Map<CallError, Long> errors(Load load) {
    return windowOf(load, WINDOW, one -> one.failed() > 0).errors();
  }

  /// Reads a little, says the same to everybody, and closes.
  private record OneAnswer(ServerSocket listener, String answer) implements AutoCloseable {
    OneAnswer(String answer) throws IOException {
      this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
      Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try (Socket socket = listener.accept()) {
          // All of a request: what is left unread at the close would reset the connection.
          socket.getInputStream().read(new byte[4_096]);
          socket.getOutputStream().write(answer.getBytes(US_ASCII));
        } catch (IOException _) {
          // The load has gone, or the listener.
        }
      }
    }
  }
}
