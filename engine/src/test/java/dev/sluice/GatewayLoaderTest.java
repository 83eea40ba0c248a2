package dev.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway in an application server: loaded by an application's class loader, which has to go
/// when the application does. In a process of its own, where the JDK's caches, which are let go
/// when memory is scarce, are let go at once, and where Netty is not known to the flight recorder,
/// which would keep its listener.
@Timeout(60)
class GatewayLoaderTest {
  private static final String GONE = "gone";

  /// What runs inside of the application's class loader.
  public static final class App implements Runnable {
    @Override
    public void run() {
      try (var upstream =
              FakeUpstream.saying("{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}");
          var gateway = Gateway.builder(upstream.config()).loops(2).start();
          Answer answer =
              gateway.call(Request.of(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}"))) {
        if (!answer.text().toList().equals(List.of("Hello"))) {
          throw new IllegalStateException("another answer");
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// The application server.
  static final class Server {
    private static final int ROUNDS = 100;

    private Server() {}

    public static void main(String[] args) throws Exception {
      WeakReference<ClassLoader> loader = deployed();
      for (int i = 0; i < ROUNDS && loader.get() != null; i++) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(100);
      }
      System.out.println(loader.get() == null ? GONE : "kept");
    }

    private static WeakReference<ClassLoader> deployed() throws Exception {
      var loader = new URLClassLoader(path(), ClassLoader.getPlatformClassLoader());
      Class<?> app = loader.loadClass(App.class.getName());
      ((Runnable) app.getConstructor().newInstance()).run();
      loader.close();
      return new WeakReference<>(loader);
    }

    private static URL[] path() throws MalformedURLException {
      List<URL> path = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        path.add(Path.of(entry).toUri().toURL());
      }
      return path.toArray(URL[]::new);
    }
  }

  @Test
  void a_class_loader_can_be_collected_when_its_gateway_is_closed() throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dio.netty.jfr.enabled=false",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(server.getInputStream().readAllBytes(), UTF_8);
    assertThat(said.lines().toList()).as(said).endsWith(GONE);
  }
}
