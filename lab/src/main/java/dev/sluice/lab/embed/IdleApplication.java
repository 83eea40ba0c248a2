package dev.sluice.lab.embed;

import dev.sluice.lab.load.Embedded;
import dev.sluice.lab.process.ProcessUsage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An application that embeds a gateway and does nothing else, in a process of its own: it tells
/// what it takes before there is a gateway, with an idle one that has made some calls, and when
/// that is closed. Before, it has called the provider itself as often, with the JDK's client on a
/// virtual thread: what an application takes that makes calls at all is not the gateway's.
final class IdleApplication {
  static final String TOLD = "footprint ";

  /// What the application consists of.
  static final List<Class<?>> CLASSES =
      List.of(IdleApplication.class, Embedded.class, Footprint.class, ProcessUsage.class);

  private static final int CALLS = 200;
  private static final byte[] CHAT =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
          .getBytes(StandardCharsets.UTF_8);

  private IdleApplication() {}

  /// Runs the application.
  ///
  /// @param args the port of the provider
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = Integer.parseInt(args[0]);
    Thread.ofVirtual().start(() -> callWithoutGateway(port)).join();
    settle();
    Footprint _ = Footprint.now(); // What measuring itself takes, the first time, does not count.
    tell(System.out);
    try (Embedded gateway = Embedded.start(port)) {
      for (int i = 0; i < CALLS; i++) {
        int _ = gateway.call(CHAT);
      }
      settle();
      tell(System.out);
    }
    settle();
    tell(System.out);
  }

  private static void callWithoutGateway(int port) {
    URI url = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
    HttpRequest request =
        HttpRequest.newBuilder(url).POST(BodyPublishers.ofByteArray(CHAT)).build();
    try (HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      sendAll(client, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sendAll(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    for (int i = 0; i < CALLS; i++) {
      byte[] _ = client.send(request, BodyHandlers.ofByteArray()).body();
    }
  }

  private static void tell(PrintStream out) throws IOException {
    out.println(TOLD + Footprint.now().told());
  }

  /// Lets threads end that are about to.
  private static void settle() throws InterruptedException {
    TimeUnit.SECONDS.sleep(3);
  }
}
