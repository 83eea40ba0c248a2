package dev.sluice.cli;

import dev.sluice.server.Version;
import dev.sluice.transport.loop.Loops;
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
      "transport  " + transport(),
      "memory     " + memory()
    };
  }

  /// Returns the version, the JVM and the mode of the loops on one line.
  static String brief(Loops.Mode mode) {
    return "sluice %s (%s), JDK %s, calls on %s, %s"
        .formatted(Version.NUMBER, Version.COMMIT, Runtime.version(), scheduler(mode), transport());
  }

  /// What the start script has shared out of what the process may use (`dist/memory.sh`).
  static String memory() {
    String shared = System.getProperty("sluice.memory", "");
    int colon = shared.indexOf(':');
    if (colon < 0) {
      return "heap %d MiB, as the JVM was told".formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
    String each = shared.substring(colon + 1);
    String all = shared.substring(0, colon);
    return "heap %s MiB, buffers %s MiB, of %s".formatted(each, each, limit(all));
  }

  private static String limit(String all) {
    return all.equals("0") ? "what the system gives" : all + " MiB that the process may use";
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
