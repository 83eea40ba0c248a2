package dev.sluice.cli.config;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.OwnListeners;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Options that say where `serve` listens instead of what the configuration says.
public final class ListenOptions {
  private static final String ADDRESS = "an address such as 127.0.0.1, 0.0.0.0 or ::1";

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      converter = Host.class,
      description =
          "The address to serve at, such as 0.0.0.0, instead of the configured one ("
              + Variables.HOST
              + ").")
  private Optional<InetAddress> host = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = Port.Reader.class,
      description =
          "The port to serve at instead of the configured one; 0: any that is free ("
              + Variables.PORT
              + ").")
  private Optional<Port> port = Optional.empty();

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      converter = Port.Reader.class,
      description =
          "The port of the admin listener instead of the configured one; 0: any ("
              + Variables.ADMIN_PORT
              + ").")
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
  /// unless the configuration, an option or a variable says otherwise.
  ///
  /// @param env has the variables that stand for options
  /// @throws CannotStart if nothing may listen there, or a provider leads back there
  public SluiceConfig override(Loaded loaded, Map<String, String> env) throws CannotStart {
    Asked asked = asked(env);
    SluiceConfig config = asked.isNothing() ? loaded.config() : moved(loaded, asked);
    Optional<OwnListeners.Found> back = OwnListeners.here().find(config);
    if (back.isPresent()) {
      throw new CannotStart(said(back.get().provider(), loaded) + " " + back.get().words());
    }
    return config;
  }

  private Asked asked(Map<String, String> env) throws CannotStart {
    Optional<InetAddress> address =
        host.isPresent()
            ? host
            : Variables.read(env, Variables.HOST, ListenOptions::address, ADDRESS);
    return new Asked(
        address, port(port, Variables.PORT, env), port(adminPort, Variables.ADMIN_PORT, env));
  }

  private static Optional<Port> port(Optional<Port> option, String name, Map<String, String> env)
      throws CannotStart {
    return option.isPresent() ? option : Variables.read(env, name, Port::of, Port.RANGE);
  }

  /// What says the address of a provider.
  private static String said(String provider, Loaded loaded) {
    String key = "providers." + provider + ".url";
    return loaded
        .origin()
        .of("providers", provider, "url")
        .map(origin -> loaded.file().isPresent() ? origin + ": " + key : origin)
        .orElse(key);
  }

  private static SluiceConfig moved(Loaded loaded, Asked asked) throws CannotStart {
    try {
      return checked(asked.of(loaded));
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

  /// Where to listen, as options and variables say.
  private record Asked(Optional<InetAddress> host, Optional<Port> port, Optional<Port> adminPort) {

    boolean isNothing() {
      return host.isEmpty() && port.isEmpty() && adminPort.isEmpty();
    }

    SluiceConfig of(Loaded loaded) {
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
          config.webhooks(),
          config.cluster(),
          config.passThroughs(),
          config.files(),
          config.batches());
    }

    private ServerConfig server(ServerConfig config) {
      InetAddress address = host.orElse(config.listen().getAddress());
      int number = port.map(Port::number).orElse(config.listen().getPort());
      return config.at(new InetSocketAddress(address, number));
    }

    private AdminConfig admin(AdminConfig config, Loaded loaded) {
      boolean free = loaded.origin().of("admin", "listen").isEmpty();
      int number =
          adminPort
              .or(() -> port.filter(any -> any.number() == 0 && free))
              .map(Port::number)
              .orElse(config.listen().getPort());
      var listen = new InetSocketAddress(config.listen().getAddress(), number);
      return config.at(listen);
    }
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Reads an address; names are not resolved.
  static final class Host implements ITypeConverter<InetAddress> {
    @Override
    public InetAddress convert(String text) {
      return address(text)
          .orElseThrow(
              () -> new TypeConversionException("must be " + ADDRESS + ", is '" + text + "'"));
    }
  }
}
