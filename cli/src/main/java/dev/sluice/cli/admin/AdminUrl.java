package dev.sluice.cli.admin;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.run.RunFolder;
import dev.sluice.server.run.RunningGateway;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// The option `--url` of every command that asks a gateway. Without it the gateway is found that
/// runs on this machine as this user; where none is, the default address is tried.
public final class AdminUrl {
  /// What an error tells a user to do about an address that is missing or wrong.
  public static final String REMEDY =
      "start one with `./sluice serve`, or name its admin listener with --url";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The gateway's admin listener; without it, that of the gateway that runs here.")
  private Optional<String> url = Optional.empty();

  /// The address to ask, without a slash at its end.
  ///
  /// @throws CannotStart where several gateways run, or the one that is named can be none
  public URI find(Console console) throws CannotStart {
    return url.isPresent() ? named(url.get()) : running(console);
  }

  /// A path of a listener, which may lie beneath a path of its own behind a proxy.
  ///
  /// @param base its address, as [#find] tells it
  /// @param path with a slash at its begin, and a query if any
  public static URI at(URI base, String path) {
    return URI.create(base + path);
  }

  private static URI named(String url) throws CannotStart {
    try {
      URI uri = URI.create(url.replaceFirst("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new CannotStart(
        "--url must be that of an admin listener, such as " + usual() + "; it is " + url);
  }

  private static URI running(Console console) throws CannotStart {
    List<RunningGateway> running = RunFolder.of(console.env()).running();
    return switch (running.size()) {
      case 0 -> usual();
      case 1 -> running.getFirst().url();
      default ->
          throw new CannotStart(
              "%d gateways run here: name one with --url%s"
                  .formatted(running.size(), lines(running)));
    };
  }

  private static String lines(List<RunningGateway> running) {
    return running.stream()
        .map(one -> "\n  --url " + one.url() + "  " + one.name())
        .collect(Collectors.joining());
  }

  private static URI usual() {
    return URI.create("http://" + ListenAddresses.text(AdminConfig.defaults().listen()));
  }
}
