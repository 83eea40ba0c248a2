package dev.sluice.lab.overhead;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Executables;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What stands between the load and the provider: the proxies, and the provider's TLS where that is
/// measured.
///
/// @param tls the provider behind TLS, where that is measured
record Ends(
    OverheadOptions options,
    Path folder,
    InetSocketAddress provider,
    Cores cores,
    Optional<TlsProvider> tls)
    implements AutoCloseable {

  /// Makes them; the proxies are started when they are measured.
  ///
  /// @param folder for their files; the caller deletes it
  static Ends start(OverheadOptions options, Path folder, InetSocketAddress provider, Cores cores)
      throws IOException, InterruptedException {
    Optional<Path> nginx = Nginx.find();
    boolean tls = nginx.isPresent() && options.concerns(Contender.NGINX_TLS);
    return new Ends(
        options,
        folder,
        provider,
        cores,
        tls ? Optional.of(TlsProvider.start(nginx.get(), folder, provider)) : Optional.empty());
  }

  /// Those that the measured parts are about.
  List<Starter> proxies() {
    List<Starter> proxies = new ArrayList<>();
    Nginx.starter(folder, provider, cores).ifPresent(proxies::add);
    tls.map(end -> new Starter(Contender.NGINX_TLS, () -> Nginx.startTls(folder, end, cores)))
        .ifPresent(proxies::add);
    options.peers().forEach(peer -> proxies.add(new Starter(peer.name(), () -> peer)));
    options.sluice().ifPresent(program -> sluices(program).forEach(proxies::add));
    return proxies.stream().filter(proxy -> options.concerns(proxy.name())).toList();
  }

  /// Complains about what this machine lacks for the measured parts.
  void check(Sheet sheet) {
    missing(options, redis()).ifPresent(sheet::complain);
  }

  static Optional<String> missing(OverheadOptions options, Optional<Path> redis) {
    boolean needed = options.sluice().isPresent() && options.concerns(Contender.SLUICE_NODE);
    return needed && redis.isEmpty()
        ? Optional.of(Contender.SLUICE_NODE + " needs redis-server: install it")
        : Optional.empty();
  }

  private static Optional<Path> redis() {
    return Executables.find("redis-server");
  }

  private Stream<Starter> sluices(GatewayProgram program) {
    Launch launch = launch(program);
    Stream<Starter> plain =
        Sluice.names(options.defaultScheduler())
            .map(name -> new Starter(name, () -> Sluice.start(name, launch(on(program, name)))));
    Stream<Starter> behindTls =
        tls.stream()
            .map(end -> new Starter(Contender.SLUICE_TLS, () -> Sluice.startTls(launch, end)));
    return Stream.of(plain, limited(launch), behindTls, applications(launch.counted()))
        .flatMap(Function.identity());
  }

  private Launch launch(GatewayProgram program) {
    return new Launch(program::command, folder, provider, cores);
  }

  /// One with limits of its own, and one that shares them, where there is a Redis.
  private static Stream<Starter> limited(Launch launch) {
    String name = Contender.SLUICE_LIMITED;
    var alone = new Starter(name, () -> Sluice.startLimited(name, Optional.empty(), launch));
    var node = new Starter(Contender.SLUICE_NODE, () -> ClusterContender.start(launch));
    return redis().isPresent() ? Stream.of(alone, node) : Stream.of(alone);
  }

  private Stream<Starter> applications(Launch counted) {
    return Stream.of(
        new Starter(
            Contender.OVER_LOOPBACK,
            () ->
                Application.overLoopback(
                    Sluice.start(Contender.SLUICE, counted).counting(), folder, cores)),
        new Starter(Contender.IN_PROCESS, () -> Application.inProcess(folder, provider, cores)));
  }

  private static GatewayProgram on(GatewayProgram program, String name) {
    return name.equals(Contender.SLUICE_DEFAULT) ? program.onDefaultScheduler() : program;
  }

  @Override
  public void close() {
    tls.ifPresent(TlsProvider::close);
  }
}
