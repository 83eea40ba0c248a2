package dev.sluice.lab.demo;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.client.ClientKey;
import dev.sluice.server.run.RunFile;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The demonstration. Needs no key, no file and no network.
public final class Demo {
  /// The callers' key. It is no secret: the gateway listens on the loopback address alone.
  static final String KEY = "sk-demo";

  private static final int CALLS_PER_SECOND = 20;
  private static final int EVENTS = 3;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final DemoOptions options;
  private final PrintStream out;

  private Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /// Runs it until it is interrupted, or for as long as the options say; then ends cleanly.
  ///
  /// @throws CannotListen if the port is taken
  public static void run(DemoOptions options, PrintStream out) throws CannotListen {
    try (DemoProviders providers = DemoProviders.start()) {
      new Demo(options, out).run(providers);
    }
  }

  private void run(DemoProviders providers) throws CannotListen {
    GatewayProcess gateway =
        GatewayProcess.start(config(providers), OutputStream.nullOutputStream());
    try (HttpClient client = httpClient();
        RunFile here = new RunFile(options.run(), "demo", out::println)) {
      gateway.followAdmin(here);
      URI base = URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/v1");
      introduce(base, gateway.adminAddress().getPort());
      play(new Caller(client, Clock.SYSTEM, base, KEY), () -> events(gateway));
    } finally {
      end(gateway);
    }
  }

  /// Over HTTP/1.1 alone: with no TLS it would first ask for an upgrade to HTTP/2.
  private static HttpClient httpClient() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /// What the gateway has told its operator, the newest first.
  private static List<String> events(GatewayProcess gateway) {
    long now = Clock.SYSTEM.nanos();
    return gateway.notices().newestFirst().stream()
        .limit(EVENTS)
        .map(event -> TimeUnit.NANOSECONDS.toSeconds(now - event.at()) + " s ago: " + event.text())
        .toList();
  }

  private void play(Caller caller, Supplier<List<String>> events) {
    long start = Clock.SYSTEM.nanos();
    Dashboard dashboard = new Dashboard(start);
    Screen screen = new Screen(out, size());
    try (Traffic _ =
        Traffic.start(caller, dashboard, Clock.SYSTEM, CALLS_PER_SECOND, DemoProviders.asks())) {
      while (!over(start)) {
        TimeUnit.SECONDS.sleep(1);
        screen.show(dashboard.view(Clock.SYSTEM.nanos()), events.get());
      }
    } catch (InterruptedException _) {
      // Asked to end.
    }
    screen.end(dashboard.view(Clock.SYSTEM.nanos()), events.get());
  }

  private Optional<Supplier<TerminalSize>> size() {
    return options.terminal() ? Optional.of(TerminalSize::ask) : Optional.empty();
  }

  private boolean over(long start) {
    return options
        .length()
        .map(length -> Clock.SYSTEM.nanos() - start >= length.toNanos())
        .orElse(false);
  }

  private SluiceConfig config(DemoProviders providers) {
    AdminConfig admin = new AdminConfig(loopback(0), Optional.empty());
    return new SluiceConfig(server(), admin, providers.gateway());
  }

  private ServerConfig server() {
    ServerConfig d = ServerConfig.defaults();
    return new ServerConfig(
        loopback(options.port()),
        ClientKey.plain(List.of(new Secret(KEY))),
        d.maxBody(),
        d.bodies(),
        d.headerTimeout(),
        d.bodyTimeout(),
        DRAIN);
  }

  private void introduce(URI base, int adminPort) {
    out.printf(
        """
        %s

        dashboard  http://127.0.0.1:%d/
        key        %s
        models     chat, late, shaky, doomed, embed

        Try it:
          curl %s/chat/completions \\
            -H "authorization: Bearer %s" -H "content-type: application/json" \\
            -d '{"model": "chat", "messages": [{"role": "user", "content": "Hello"}]}'

        The same in Anthropic's dialect, which is translated, and Claude Code:
          curl %s/messages \\
            -H "x-api-key: %s" -H "content-type: application/json" \\
            -d '{"model": "chat", "max_tokens": 100,
                 "messages": [{"role": "user", "content": "Hello"}]}'
          ANTHROPIC_BASE_URL=%s ANTHROPIC_AUTH_TOKEN=%s \\
            claude --model chat

        Simulated providers: fast, slow, flaky, moody, which is silent now and then, and
        mortal, which dies after 20 s; doomed falls back to flaky, and then to fast.
        %d calls a second. Ctrl-C ends it.

        """,
        base,
        adminPort,
        KEY,
        base,
        KEY,
        base,
        KEY,
        base.resolve("/").toString().replaceFirst("/$", ""),
        KEY,
        CALLS_PER_SECOND);
    out.flush();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static void end(GatewayProcess gateway) {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException _) {
      // Interrupted twice: leave what is left to the process' end.
      Thread.currentThread().interrupt();
    }
  }
}
