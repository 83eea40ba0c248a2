package dev.sluice.lab.embed;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.MockUpstream;
import dev.sluice.lab.process.EmbedderPath;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Measures what an idle gateway adds to an application.
public final class EmbedLab {
  private static final int HOLDS = 0;
  private static final int BROKEN = 1;
  private static final double MOST_MEBIBYTES = 25;
  private static final int MOST_THREADS = 4;

  /// All of the heap is taken from the start, so that its growth is told apart from the rest's.
  private static final List<String> OPTIONS =
      List.of(
          "-Xms128m",
          "-Xmx128m",
          "-XX:+AlwaysPreTouch",
          "-XX:ActiveProcessorCount=2",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private EmbedLab() {}

  /// Measures, and prints what it has found.
  ///
  /// @param classes an empty folder for the application's classes, which the caller deletes
  /// @return the exit code: 1 if a bound is broken
  public static int run(PrintStream out, Path classes) throws IOException, InterruptedException {
    List<Footprint> told = footprints(classes);
    if (told.size() != 3) {
      throw new IOException("the application has ended early; its output stands above");
    }
    Footprint idle = told.get(1).beyond(told.get(0));
    Footprint closed = told.get(2).beyond(told.get(0));
    out.println(idle.line("an idle gateway adds"));
    out.println(closed.line("a closed one leaves"));
    boolean holds =
        idle.mebibytes() <= MOST_MEBIBYTES
            && idle.threads() <= MOST_THREADS
            && closed.threads() <= 0;
    out.printf(
        Locale.ROOT,
        "bounds: %.0f MiB together, %d threads, none left: %s%n",
        MOST_MEBIBYTES,
        MOST_THREADS,
        holds ? "hold" : "BROKEN");
    return holds ? HOLDS : BROKEN;
  }

  private static List<Footprint> footprints(Path classes) throws IOException, InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (var provider = new MockUpstream(loops, Clock.SYSTEM)) {
      return footprints(provider.address().getPort(), classes);
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static List<Footprint> footprints(int provider, Path classes)
      throws IOException, InterruptedException {
    List<String> command =
        EmbedderPath.command(
            classes, OPTIONS, IdleApplication.CLASSES, List.of(Integer.toString(provider)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Footprint> told = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(IdleApplication.TOLD)) {
          told.add(Footprint.read(line.substring(IdleApplication.TOLD.length())));
        }
      }
      process.waitFor();
    } finally {
      process.destroy();
    }
    return told;
  }
}
