package dev.sluice.lab.overhead;

import dev.sluice.lab.overhead.contender.Contender;
import dev.sluice.lab.overhead.contender.Cores;
import dev.sluice.lab.overhead.contender.Launch;
import dev.sluice.lab.overhead.contender.Nginx;
import dev.sluice.lab.overhead.contender.Sluice;
import dev.sluice.lab.overhead.contender.Starter;
import dev.sluice.lab.overhead.measure.Bench;
import dev.sluice.lab.overhead.report.JsonReport;
import dev.sluice.lab.overhead.report.Sheet;
import dev.sluice.lab.overhead.report.TextReport;
import dev.sluice.lab.overhead.report.Threshold;
import dev.sluice.lab.overhead.revision.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Measures what a proxy costs, and says whether Sluice costs no more than it may.
public final class Overhead {
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
      sheet.check(cores);
      measure(options, cores, sheet, out);
    }
    return report(options, sheet, out);
  }

  private static void measure(OverheadOptions options, Cores cores, Sheet sheet, PrintStream out)
      throws IOException, InterruptedException {
    try (Folder folder = Folder.create()) {
      Bench.run(
          options.seconds(),
          options.provider(),
          bench -> {
            InetSocketAddress provider = bench.provider().address();
            List<Starter> proxies = proxies(options, folder.path(), provider, cores);
            new Rounds(bench, options, proxies, sheet, out).run();
          });
    }
  }

  private static List<Starter> proxies(
      OverheadOptions options, Path folder, InetSocketAddress provider, Cores cores) {
    List<Starter> proxies = new ArrayList<>();
    Nginx.starter(folder, provider, cores).ifPresent(proxies::add);
    options.peers().forEach(peer -> proxies.add(new Starter(peer.name(), () -> peer)));
    options
        .sluice()
        .ifPresent(
            launch ->
                Sluice.names(options.defaultScheduler())
                    .map(
                        name ->
                            new Starter(
                                name,
                                () ->
                                    Sluice.start(
                                        name,
                                        arguments -> command(launch, name, arguments),
                                        folder,
                                        provider,
                                        cores)))
                    .forEach(proxies::add));
    return proxies.stream().filter(proxy -> options.concerns(proxy.name())).toList();
  }

  private static List<String> command(Launch launch, String name, List<String> arguments) {
    return launch.command(!name.equals(Contender.SLUICE_DEFAULT), arguments);
  }

  private static int report(OverheadOptions options, Sheet sheet, PrintStream out)
      throws IOException {
    List<Threshold> thresholds = Threshold.of(sheet);
    TextReport.print(sheet, thresholds, out);
    if (options.json().isPresent()) {
      JsonReport.write(sheet, thresholds, options.json().get());
    }
    return sheet.exitCode(thresholds);
  }
}
