package dev.sluice.lab.overhead;

import dev.sluice.call.Clock;
import dev.sluice.lab.load.MockUpstream;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Measures what a proxy costs, and says whether Sluice costs no more than it may.
public final class Overhead {
  private static final int PASSED = 0;
  private static final int FAILED = 1;

  private Overhead() {}

  /// Measures, prints, and writes the results where they are asked for. Takes minutes; binds this
  /// process to a core where it can. Needs Linux.
  ///
  /// @return the exit code: 0 if every threshold holds and every call went well, else 1
  /// @throws IOException if a proxy does not start, or the results cannot be written
  public static int run(OverheadOptions options, PrintStream out)
      throws IOException, InterruptedException {
    Sheet sheet = new Sheet();
    try (Cores cores = Cores.bind()) {
      if (!cores.bound()) {
        sheet.complain("no second core, or no taskset: proxies and load disturb each other");
      }
      measure(options, cores, sheet, out);
    }
    return report(options, sheet, out);
  }

  private static void measure(OverheadOptions options, Cores cores, Sheet sheet, PrintStream out)
      throws IOException, InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (Folder folder = Folder.create();
        MockUpstream provider = new MockUpstream(loops, Clock.SYSTEM)) {
      Bench bench = new Bench(loops.next(), Clock.SYSTEM, provider, options.seconds());
      List<Starter> proxies = proxies(options, folder.path(), provider.address(), cores);
      new Rounds(bench, options, proxies, sheet, out).run();
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static List<Starter> proxies(
      OverheadOptions options, Path folder, InetSocketAddress provider, Cores cores) {
    List<Starter> proxies = new ArrayList<>();
    Nginx.find()
        .map(
            nginx ->
                new Starter(Contender.NGINX, () -> Nginx.start(nginx, folder, provider, cores)))
        .ifPresent(proxies::add);
    options
        .sluice()
        .ifPresent(
            launch ->
                Sluice.names(options.defaultScheduler())
                    .map(
                        name ->
                            new Starter(
                                name, () -> Sluice.start(launch, name, folder, provider, cores)))
                    .forEach(proxies::add));
    return proxies.stream().filter(proxy -> options.concerns(proxy.name())).toList();
  }

  private static int report(OverheadOptions options, Sheet sheet, PrintStream out)
      throws IOException {
    List<Threshold> thresholds = Threshold.of(sheet);
    TextReport.print(sheet, thresholds, out);
    if (options.json().isPresent()) {
      JsonReport.write(sheet, thresholds, options.json().get());
    }
    boolean passed = sheet.complaints().isEmpty() && thresholds.stream().allMatch(Threshold::holds);
    return passed ? PASSED : FAILED;
  }
}
