package dev.sluice.cli;

import dev.sluice.server.ServerConfig;
import dev.sluice.server.Serving;
import dev.sluice.server.SluiceConfig;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The gateway, until it is told to stop.
@Command(
    name = "serve",
    description = "Runs the gateway.",
    mixinStandardHelpOptions = true,
    footer = "Without a file, every known *_API_KEY in the environment becomes a provider.")
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration.")
  private @Nullable String file;

  @Option(names = "--port", paramLabel = "N", description = "Listen here instead; 0 for any.")
  private @Nullable Integer port;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Shutdown shutdown = Shutdown.onSignals();
    PrintWriter out = Output.out(spec);
    SluiceConfig config = onPort(file == null ? fromEnvironment() : fromFile(file));
    Serving serving = Serving.start(config, new FileOutputStream(FileDescriptor.out));
    err().println("admin http://" + text(serving.adminAddress()) + "  metrics at /metrics");
    err().println("scheduler " + serving.gateway().loops().mode());
    out.println("ready http://" + text(serving.address()));
    return shutdown.await(serving::drainAndClose);
  }

  private SluiceConfig fromFile(String file) {
    return ConfigFile.load(file, System.getenv()).config();
  }

  private SluiceConfig fromEnvironment() throws CannotStart {
    Environment environment = Environment.of(System.getenv());
    environment.leftOut().forEach(err()::println);
    if (environment.found().isEmpty()) {
      throw new CannotStart(
          "there is no provider: set one of "
              + String.join(", ", Environment.variables())
              + ", or give a configuration with -c FILE");
    }
    environment
        .found()
        .forEach(f -> err().println("provider " + f.provider().name() + " by " + f.variable()));
    return environment.config();
  }

  private SluiceConfig onPort(SluiceConfig config) {
    return Optional.ofNullable(port)
        .map(p -> new SluiceConfig(listening(config.server(), p), config.admin(), config.gateway()))
        .orElse(config);
  }

  private static ServerConfig listening(ServerConfig server, int port) {
    var listen = new InetSocketAddress(server.listen().getAddress(), port);
    return new ServerConfig(
        listen,
        server.keys(),
        server.maxBody(),
        server.bodies(),
        server.headerTimeout(),
        server.bodyTimeout(),
        server.drain());
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private PrintWriter err() {
    return Output.err(spec);
  }
}
