package dev.sluice.cli;

import dev.sluice.GatewayEdge;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.config.Clusters;
import dev.sluice.cli.config.ConfigArgument;
import dev.sluice.cli.config.ListenOptions;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.config.Stores;
import dev.sluice.cli.config.Traces;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.console.HangUp;
import dev.sluice.cli.explain.SettingsPage;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.value.Durations;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.Tracing;
import dev.sluice.server.config.HeapCheck;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.memory.UnusedMemory;
import dev.sluice.server.reload.ConfigSource;
import dev.sluice.server.reload.NotApplied;
import dev.sluice.server.run.RunFile;
import dev.sluice.server.run.RunFolder;
import dev.sluice.server.warm.WarmUp;
import dev.sluice.stats.GatewayStats;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `serve`: the gateway, until it is told to end.
@Command(
    name = "serve",
    description = {
      "Runs the gateway. Prints `ready http://HOST:PORT` when it answers, then a line of JSON a"
          + " call.",
      "On SIGTERM or SIGINT it ends when the running calls have; on a second one at once.",
      "On SIGHUP it does so with its terminal; without one it reads its configuration again."
    })
final class Serve implements Callable<Integer> {
  /// The calls that a warm-up makes: by then the first compiler has done most of its work. On one
  /// core the calls take 0.9 s, which tests that start many gateways for a few calls each do
  /// without.
  private static final int WARM_UP_CALLS = Integer.getInteger("sluice.warm-up.calls", 450);

  /// The longest time that the warm-up takes: a store that is opened meanwhile takes its part of
  /// the core.
  private static final Duration WARM_UP_AT_MOST = Duration.ofSeconds(1);

  private static final int PERCENT = 100;

  /// The configuration that was read last, at the start or by a reload.
  private final AtomicReference<Loaded> latest = new AtomicReference<>();

  private final Console console;

  @Mixin private ConfigArgument config = new ConfigArgument();

  @Mixin private ListenOptions listen = new ListenOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "The configuration. Without one "
              + ConfigArgument.USUAL
              + " in this folder, else every known key in the environment counts.")
  private Optional<String> argument = Optional.empty();

  Serve(Console console) {
    this.console = console;
  }

  /// The command as it mostly comes, each option and its value an argument of their own. Picocli is
  /// left out, since it is loaded and runs cold when nothing else has to.
  ///
  /// @return empty for every other command line
  static Optional<Serve> plainly(Console console, String... args) {
    if (args.length == 0 || !args[0].equals("serve")) {
      return Optional.empty();
    }
    Serve serve = new Serve(console);
    int next = 1;
    while (next + 1 < args.length && serve.takes(args[next], args[next + 1])) {
      next += 2;
    }
    boolean all = next == args.length || (next + 1 == args.length && serve.takes(args[next]));
    return all ? Optional.of(serve) : Optional.empty();
  }

  private boolean takes(String option, String value) {
    return switch (option) {
      case "-c", "--config" -> !value.startsWith("-") && config.name(value);
      case "--port" -> listen.port(value);
      default -> false;
    };
  }

  private boolean takes(String file) {
    argument = Optional.of(file);
    return !file.startsWith("-");
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    Optional<String> file = config.file(argument, console.env());
    Loaded loaded = Loaded.from(file, console.env());
    SluiceConfig config = listen.override(loaded, console.env());
    checkHeap(config);
    CacheCollector collector = CacheCollector.choose(config, console);
    Console.Stop stop = console.stop().apply(HangUp.ENDS_WITH_TERMINAL);
    Stores stores =
        Stores.open(config.store(), config.money().zone(), config.cluster().isPresent());
    stop.onStop(stores::giveUp);
    Optional<Stores.Opened> store;
    try {
      if (WARM_UP_CALLS > 0) {
        int _ = WarmUp.run(WARM_UP_AT_MOST, WARM_UP_CALLS);
      }
      store = stores.await();
    } catch (Stores.GivenUp _) {
      console.err().println("ended before anything was served");
      return ExitCode.DONE;
    }
    GatewayProcess gateway = start(config, loaded, source(file), store);
    try (RunFile here = new RunFile(RunFolder.of(console.env()), name(file), this::note)) {
      gateway.followAdmin(here);
      return serve(gateway, config, loaded, collector, stop);
    }
  }

  private int serve(
      GatewayProcess gateway,
      SluiceConfig config,
      Loaded loaded,
      CacheCollector collector,
      Console.Stop stop)
      throws InterruptedException {
    GatewayEdge edge = GatewayEdge.of(gateway.gateway());
    UnusedMemory.watch(
        edge.loops().next(),
        edge.engine()::running,
        collector.besideCalls() ? () -> 0 : () -> kept(gateway.gateway().stats()));
    stop.onHangUp(() -> gateway.reload("SIGHUP", false));
    banner(gateway, config, loaded);
    collector.notice().ifPresent(console.err()::println);
    console.out().println("ready " + gateway.url());
    console.out().flush();
    stop.await();
    console.err().println(ending(config.server().drain()) + "; a second signal ends at once");
    gateway.drainAndClose();
    return ExitCode.DONE;
  }

  private static String ending(ServerConfig.Drain drain) {
    String draining = "draining for up to " + Durations.show(drain.patience());
    return drain.delay().isPositive()
        ? "not ready any more, and serving for %s, then %s"
            .formatted(Durations.show(drain.delay()), draining)
        : draining;
  }

  private static long kept(GatewayStats stats) {
    return stats.caches().values().stream().mapToLong(cache -> cache.gauges().bytes()).sum();
  }

  private static String name(Optional<String> file) {
    String of = file.map(name -> Path.of(name).toAbsolutePath().normalize().toString()).orElse("");
    return ("serve " + of).strip();
  }

  /// The file and the options, once more; the environment cannot have changed.
  private ConfigSource source(Optional<String> file) {
    return file.<ConfigSource>map(
            name ->
                reads -> {
                  Loaded again = Loaded.again(name, console.env(), reads);
                  latest.set(again);
                  return moved(again);
                })
        .orElseGet(ConfigSource::fixed);
  }

  private SluiceConfig moved(Loaded again) throws NotApplied {
    try {
      return listen.override(again, console.env());
    } catch (CannotStart e) {
      throw new NotApplied(String.valueOf(e.getMessage()));
    }
  }

  private GatewayProcess start(
      SluiceConfig config, Loaded loaded, ConfigSource source, Optional<Stores.Opened> store)
      throws CannotStart {
    latest.set(loaded);
    Optional<Tracing> tracing = Optional.of(Traces.follow(console.env()));
    Optional<FileStore> files = files(config, store);
    var parts =
        new ProcessParts(
            tracing,
            store.map(Stores.Opened::accounts),
            store.map(Stores.Opened::ledger),
            config.cluster().map(cluster -> Clusters.of(cluster, config)),
            files);
    try {
      return GatewayProcess.start(
          config,
          ProcessOptions.defaults()
              .source(source)
              .sections(() -> SettingsPage.of(latest.get()))
              .logs(console.log(), console.err())
              .parts(parts));
    } catch (CannotListen e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<FileStore> files(SluiceConfig config, Optional<Stores.Opened> store)
      throws CannotStart {
    if (config.files().isEmpty() || store.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          FileStore.open(
              config.files().get(), store.get().accounts(), Clock.SYSTEM, new SecureRandom()));
    } catch (IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  private static void checkHeap(SluiceConfig config) throws CannotStart {
    Optional<String> tooMuch = HeapCheck.problem(config, Runtime.getRuntime().maxMemory());
    if (tooMuch.isPresent()) {
      throw new CannotStart(tooMuch.get());
    }
  }

  private void banner(GatewayProcess gateway, SluiceConfig config, Loaded loaded) {
    PrintStream err = console.err();
    err.println(VersionReport.brief(GatewayEdge.of(gateway.gateway()).loops().mode()));
    err.println("memory     " + VersionReport.memory());
    loaded.file().ifPresent(file -> err.println("config     " + file));
    err.println("providers  " + providers(config, loaded));
    err.println("routes     " + routes(config));
    err.println("dashboard  " + gateway.adminUrl() + "/");
    err.println(
        "admin      "
            + gateway.adminUrl()
            + " (/livez /readyz /startupz /metrics, POST /admin/v1/reload)");
    config.store().ifPresent(store -> err.println("accounts   " + store.name()));
    config.cluster().ifPresent(cluster -> err.println("cluster    " + cluster.name()));
    traces(config).ifPresent(line -> err.println(line));
    loaded.notes().forEach(this::note);
  }

  private void note(String note) {
    console.err().println("note       " + note);
  }

  private Optional<String> traces(SluiceConfig config) {
    Traces traces = Traces.of(config.otel(), console.env());
    return traces
        .config()
        .map(to -> "traces     to " + to.endpoint() + ": failed, slow, and " + share(to.sample()))
        .or(() -> traces.note().map(note -> "note       " + note));
  }

  private static String share(double sample) {
    return Math.round(sample * PERCENT) + " % of the other calls";
  }

  private static String providers(SluiceConfig config, Loaded loaded) {
    return config.gateway().providers().stream()
        .map(provider -> provider.name() + whence(provider, loaded))
        .collect(Collectors.joining(", "));
  }

  /// Where the environment configures a provider it may say another address than the vendor's own,
  /// which is to be seen.
  private static String whence(ProviderConfig provider, Loaded loaded) {
    String name = provider.name();
    Optional<String> variable =
        loaded.file().isPresent() ? Optional.empty() : loaded.origin().of("providers", name, "url");
    String address =
        variable.map(url -> ", at " + provider.url().getAuthority() + " by " + url).orElse("");
    return loaded
        .origin()
        .of("providers", name)
        .map(origin -> " (" + origin + address + ")")
        .orElse("");
  }

  private static String routes(SluiceConfig config) {
    return config.gateway().discover()
        ? "PROVIDER/MODEL, and every model that a provider lists"
        : config.gateway().routes().stream()
            .map(RouteConfig::name)
            .collect(Collectors.joining(", "));
  }
}
