package dev.sluice.cli;

import dev.sluice.internal.transport.loop.Loops;
import dev.sluice.server.Version;
import io.netty.channel.Channel;
import picocli.CommandLine.IVersionProvider;

/// The facts of this build and of the system that it runs on.
final class VersionReport implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "sluice " + Version.NUMBER,
      "commit     " + Version.COMMIT,
      "jdk        " + Runtime.version(),
      "scheduler  " + scheduler(tried()),
      "transport  " + transport()
    };
  }

  /// On one line.
  static String brief(Loops.Mode mode) {
    return "sluice %s (%s), JDK %s, calls on %s, %s"
        .formatted(Version.NUMBER, Version.COMMIT, Runtime.version(), scheduler(mode), transport());
  }

  private static Loops.Mode tried() {
    try (Loops loops = Loops.start(1)) {
      return loops.mode();
    }
  }

  private static String scheduler(Loops.Mode mode) {
    return switch (mode) {
      case LOOP -> "event loops";
      case DEFAULT -> "the default scheduler (java.lang is not open: start with ./sluice)";
    };
  }

  private static String transport() {
    return "NIO, Netty " + Channel.class.getPackage().getImplementationVersion();
  }
}
