package dev.sluice.cli.config;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Options that say where `serve` listens instead of what the configuration says.
public final class ListenOptions {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      converter = Host.class,
      description = "The address to serve at, such as 0.0.0.0, instead of the configured one.")
  private Optional<InetAddress> host = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = Port.Reader.class,
      description = "The port to serve at instead of the configured one; 0: any that is free.")
  private Optional<Port> port = Optional.empty();

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      converter = Port.Reader.class,
      description = "The port of the admin listener instead of the configured one; 0: any.")
  private Optional<Port> adminPort = Optional.empty();

  /// Takes a port to serve at, as the option does.
  ///
  /// @return whether it is one, and the first
  public boolean port(String text) {
    boolean first = port.isEmpty();
    port = Port.of(text);
    return first && port.isPresent();
  }

  /// The configuration, but there. If any port will do, any will do for the admin listener too,
  /// unless the configuration or an option says otherwise.
  ///
  /// @throws CannotStart if nothing may listen there
  public SluiceConfig override(Loaded loaded) throws CannotStart {
    if (host.isEmpty() && port.isEmpty() && adminPort.isEmpty()) {
      return loaded.config();
    }
    try {
      return checked(moved(loaded));
    } catch (IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  private static SluiceConfig checked(SluiceConfig config) throws CannotStart {
    InetSocketAddress calls = config.server().listen();
    if (ListenAddresses.overlap(calls, config.admin().listen())) {
      throw new CannotStart(
          "calls and the admin listener cannot both be at %s: name another --port or --admin-port"
              .formatted(ListenAddresses.text(calls)));
    }
    return config;
  }

  private SluiceConfig moved(Loaded loaded) {
    SluiceConfig config = loaded.config();
    return new SluiceConfig(
        server(config.server()),
        admin(config.admin(), loaded),
        config.gateway(),
        config.report(),
        config.log(),
        config.otel(),
        config.watch(),
        config.store(),
        config.money(),
        config.webhooks());
  }

  private ServerConfig server(ServerConfig config) {
    InetAddress address = host.orElse(config.listen().getAddress());
    return new ServerConfig(
        new InetSocketAddress(address, port.map(Port::number).orElse(config.listen().getPort())),
        config.keys(),
        config.maxBody(),
        config.bodies(),
        config.headerTimeout(),
        config.bodyTimeout(),
        config.drain(),
        config.stored(),
        config.oldNames(),
        config.tags());
  }

  private AdminConfig admin(AdminConfig config, Loaded loaded) {
    boolean free = loaded.origin().of("admin", "listen").isEmpty();
    int number =
        adminPort
            .or(() -> port.filter(any -> any.number() == 0 && free))
            .map(Port::number)
            .orElse(config.listen().getPort());
    var listen = new InetSocketAddress(config.listen().getAddress(), number);
    return new AdminConfig(listen, config.token(), config.tokens());
  }

  /// Reads an address; names are not resolved.
  static final class Host implements ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String text) {
      try {
        return InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "must be an address such as 127.0.0.1, 0.0.0.0 or ::1, is '" + text + "'");
      }
    }
  }
}
