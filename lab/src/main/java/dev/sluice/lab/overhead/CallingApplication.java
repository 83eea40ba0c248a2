package dev.sluice.lab.overhead;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.Embedded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// An application, in a process of its own, that makes calls as fast as it can on 64 virtual
/// threads: through a gateway that it embeds, or to one over loopback, by the JDK's client.
/// Whenever a line comes, it tells what it has done and taken so far.
final class CallingApplication {
  /// The first argument of one that embeds the gateway.
  static final String IN_PROCESS = "in-process";

  /// The first argument of one that calls a server.
  static final String OVER_LOOPBACK = "over-loopback";

  /// What the application consists of.
  static final List<Class<?>> CLASSES =
      List.of(
          CallingApplication.class,
          CallsSoFar.class,
          Embedded.class,
          Caller.class,
          OverLoopback.class);

  private static final int CALLERS = 64;
  private static final byte[] CHAT =
      ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
              + "wait and see. ".repeat(68)
              + "\"}]}")
          .getBytes(StandardCharsets.UTF_8);

  private final LongAdder calls = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /// One way to make a call.
  private interface Caller {
    /// Makes a call and reads its whole answer.
    ///
    /// @return the size of the answer; negative if it was an error
    int call(byte[] chat) throws IOException, InterruptedException;
  }

  private CallingApplication() {}

  /// Runs the application until its input ends.
  ///
  /// @param args [#IN_PROCESS] or [#OVER_LOOPBACK], and the port of the provider or the server
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[1]);
    var application = new CallingApplication();
    if (args[0].equals(IN_PROCESS)) {
      try (Embedded gateway = Embedded.start(port)) {
        application.run(gateway::call);
      }
    } else {
      try (var server = OverLoopback.to(port)) {
        application.run(server);
      }
    }
  }

  private void run(Caller caller) throws IOException {
    for (int i = 0; i < CALLERS; i++) {
      var _ = Thread.ofVirtual().start(() -> callForEver(caller));
    }
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (lines.readLine() != null) {
      System.out.println(soFar().told());
    }
  }

  private void callForEver(Caller caller) {
    while (true) {
      try {
        (caller.call(CHAT) > 0 ? calls : failed).increment();
      } catch (IOException | RuntimeException _) {
        failed.increment();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private CallsSoFar soFar() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    return new CallsSoFar(
        calls.sum(),
        failed.sum(),
        Clock.SYSTEM.nanos(),
        system.getProcessCpuTime(),
        threads.getTotalThreadAllocatedBytes());
  }

  /// Calls to a server, by the JDK's client.
  private record OverLoopback(HttpClient client, HttpRequest request)
      implements Caller, AutoCloseable {
    static OverLoopback to(int port) {
      URI chats = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
      return new OverLoopback(
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
          HttpRequest.newBuilder(chats)
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofByteArray(CHAT))
              .build());
    }

    @Override
    public int call(byte[] chat) throws IOException, InterruptedException {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode() == 200 ? answer.body().length : -1;
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }
}
