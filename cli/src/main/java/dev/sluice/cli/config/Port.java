package dev.sluice.cli.config;

import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import java.net.InetSocketAddress;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A port to listen on, as an option; 0 is any that is free.
///
/// @param number 0 to 65535
public record Port(int number) {

  /// Reads one; empty for anything else.
  public static Optional<Port> of(String text) {
    boolean number = text.matches("\\d{1,5}") && Integer.parseInt(text) <= 0xffff;
    return number ? Optional.of(new Port(Integer.parseInt(text))) : Optional.empty();
  }

  /// The configuration, but at this port. If any port will do, any will do for the admin listener
  /// too, unless the configuration says otherwise.
  public SluiceConfig override(Loaded loaded) {
    SluiceConfig config = loaded.config();
    boolean adminToo = number == 0 && loaded.origin().of("admin", "listen").isEmpty();
    return new SluiceConfig(
        server(config.server()),
        adminToo ? admin(config.admin()) : config.admin(),
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
    return new ServerConfig(
        at(config.listen()),
        config.keys(),
        config.maxBody(),
        config.bodies(),
        config.headerTimeout(),
        config.bodyTimeout(),
        config.drain(),
        config.stored(),
        config.oldNames());
  }

  private AdminConfig admin(AdminConfig config) {
    return new AdminConfig(at(config.listen()), config.token(), config.tokens());
  }

  private InetSocketAddress at(InetSocketAddress address) {
    return new InetSocketAddress(address.getAddress(), number);
  }

  /// Reads one from the command line.
  public static final class Reader implements ITypeConverter<Port> {
    @Override
    public Port convert(String text) {
      return Port.of(text)
          .orElseThrow(() -> new TypeConversionException("must be 0 to 65535, is '" + text + "'"));
    }
  }
}
