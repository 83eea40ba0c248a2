package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.request.Operation;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway in an application server: loaded by an application's class loader, which has to go
/// when the application does.
@Timeout(60)
class GatewayLoaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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

  @Test
  void a_class_loader_can_be_collected_when_its_gateway_is_closed() throws Exception {
    WeakReference<ClassLoader> loader = deployed();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loader.get()).isNull();
            });
  }

  private static WeakReference<ClassLoader> deployed() throws Exception {
    var loader = new URLClassLoader(path(), ClassLoader.getPlatformClassLoader());
    Class<?> app = loader.loadClass(App.class.getName());
    assertThat(app).isNotSameAs(App.class);
    ((Runnable) app.getConstructor().newInstance()).run();
    loader.close();
    return new WeakReference<>(loader);
  }

  private static URL[] path() throws MalformedURLException {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      URI place = Path.of(entry).toUri();
      path.add(place.toURL());
    }
    return path.toArray(URL[]::new);
  }
}
