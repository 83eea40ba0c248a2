package dev.sluice.cli.demo;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.console.TerminalSize;
import dev.sluice.config.provider.Secret;
import dev.sluice.report.ReportConfig;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.Tenancy;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.proxy.NamedProxies;
import dev.sluice.server.run.RunFile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The demonstration. Needs no key, no file and no network.
public final class Demo {
  /// The key of the demonstration's callers. It is no secret: the gateway listens on the loopback
  /// address alone.
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

  /// Runs the demonstration until it is interrupted, or for as long as the options say; then ends
  /// cleanly.
  ///
  /// @throws CannotListen if the port is taken
  /// @throws IOException if there is no place for its store
  public static void run(DemoOptions options, PrintStream out) throws CannotListen, IOException {
    try (DemoProviders providers = DemoProviders.start();
        DemoAccounts accounts = DemoAccounts.open()) {
      new Demo(options, out).run(providers, accounts);
    } catch (InterruptedException _) {
      // Asked to end before it has begun.
    } catch (IOException e) {
      // An interrupt closes the files that are being opened.
      if (!Thread.interrupted()) {
        throw e;
      }
    }
  }

  private void run(DemoProviders providers, DemoAccounts accounts) throws CannotListen {
    GatewayProcess gateway =
        GatewayProcess.start(
            config(providers, accounts), ProcessOptions.defaults().parts(accounts.parts()));
    try (HttpClient client = httpClient();
        RunFile here = new RunFile(options.run(), "demo", out::println)) {
      gateway.followAdmin(here);
      URI base = URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/v1");
      introduce(base, gateway.adminUrl());
      String head = "%s  key %s  dashboard %s/".formatted(base, KEY, gateway.adminUrl());
      play(new Caller(client, Clock.SYSTEM, base, accounts.keys()), head, () -> events(gateway));
      gateway.waits().forecastError().ifPresent(this::forecasts);
    } finally {
      end(gateway);
    }
  }

  /// Makes a client for HTTP/1.1 alone: without TLS, the JDK's client would first ask for an
  /// upgrade to HTTP/2.
  private static HttpClient httpClient() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /// Returns what the gateway has told its operator, the newest first.
  private static List<String> events(GatewayProcess gateway) {
    long now = Clock.SYSTEM.nanos();
    return gateway.notices().newestFirst().stream()
        .limit(EVENTS)
        .map(event -> TimeUnit.NANOSECONDS.toSeconds(now - event.at()) + " s ago: " + event.text())
        .toList();
  }

  /// @param head the line that says where the gateway listens
  private void play(Caller caller, String head, Supplier<List<String>> events) {
    long start = Clock.SYSTEM.nanos();
    Dashboard dashboard = new Dashboard(start);
    Screen screen = new Screen(out, head, size());
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

  private void forecasts(Duration error) {
    out.printf(
        Locale.ROOT,
        "The queue's forecasts for the last calls that waited were off by %.2f s in the median.%n",
        error.toMillis() / 1e3);
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

  private SluiceConfig config(DemoProviders providers, DemoAccounts accounts) {
    return new SluiceConfig(
        server(),
        new AdminConfig(loopback(0), Optional.empty()),
        providers.gateway(),
        ReportConfig.defaults(),
        LogConfig.defaults(),
        OtelConfig.defaults(),
        false,
        Optional.of(accounts.store()),
        DemoAccounts.money(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private ServerConfig server() {
    ServerConfig d = ServerConfig.defaults();
    return new ServerConfig(
        loopback(options.port()),
        List.of(yours()),
        d.maxBody(),
        d.bodies(),
        d.headerTimeout(),
        d.bodyTimeout(),
        ServerConfig.Drain.of(DRAIN),
        true,
        0,
        List.of(),
        d.http2(),
        Optional.empty(),
        NamedProxies.NONE,
        Optional.empty());
  }

  /// Returns the key for a person who tries the gateway.
  private static ClientKey yours() {
    var client = new Client("you", new Tenancy.Fixed("you"), ClientKey.HIGHEST);
    return new ClientKey(new Secret(KEY), client, false);
  }

  private void introduce(URI base, String admin) {
    out.printf(
        """
        %s

        dashboard  %s/
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

        In another terminal: ./sluice report, ./sluice keys list, ./sluice spend.

        All providers are simulated, and all prices invented. fast is quick, slow is not;
        flaky fails one call in five; moody does not answer one call in fifteen for 20 s;
        mortal refuses all calls after 20 s, and the model doomed, which it serves, then
        goes to flaky or fast. Three teams make %d calls a second. Ctrl-C ends it.

        """,
        base,
        admin,
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
