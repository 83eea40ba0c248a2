package dev.sluice.cli;

import dev.sluice.server.Version;
import dev.sluice.transport.Loops;
import java.util.Locale;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: the version, the commit, the JDK, who carries virtual threads, the transport.
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "sluice " + Version.NUMBER + " (" + Version.COMMIT + ")",
      "jdk " + Runtime.version(),
      "scheduler " + scheduler(),
      "transport nio"
    };
  }

  private static String scheduler() {
    try (Loops loops = Loops.start(1)) {
      return loops.mode().name().toLowerCase(Locale.ROOT);
    }
  }
}
