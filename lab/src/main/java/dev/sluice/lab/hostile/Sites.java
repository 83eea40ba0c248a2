package dev.sluice.lab.hostile;

import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gateways under attack, one for each setup, started when they are first asked for and again
/// when they have ended. Confined to one thread.
final class Sites implements AutoCloseable {
  private final GatewayProgram program;
  private final Optional<URI> against;
  private final HostileProvider provider;
  private final Map<Setup, Site> running = new HashMap<>();

  /// @param against the gateway that takes the place of all
  public Sites(GatewayProgram program, Optional<URI> against) throws IOException {
    this.program = program;
    this.against = against;
    this.provider = new HostileProvider();
  }

  /// Returns a running gateway with this setup, started where there is none yet.
  public Site get(Setup setup) throws IOException {
    if (against.isPresent()) {
      return Site.at(against.get());
    }
    Site site = running.get(setup);
    return site != null && site.isAlive() ? site : start(setup);
  }

  private Site start(Setup setup) throws IOException {
    Path folder = Files.createTempDirectory("sluice-hostile");
    Site fresh = Site.start(program, setup, provider, folder, List.of());
    running.put(setup, fresh);
    return fresh;
  }

  /// Ends the one of a setup, so that the next case has one that is well.
  public void end(Setup setup) {
    Site site = running.remove(setup);
    if (site != null) {
      site.close();
    }
  }

  @Override
  public void close() throws IOException {
    running.values().forEach(Site::close);
    provider.close();
  }
}
