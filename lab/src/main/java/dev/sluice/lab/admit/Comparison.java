package dev.sluice.lab.admit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Runs every policy through every setting, once for each seed. A run's result depends on its
/// setting and its seed alone.
final class Comparison {
  private Comparison() {}

  /// Returns how many steps [#run] reports.
  public static int steps(AdmitOptions options) {
    return options.settings().size() * Contender.values().length;
  }

  /// Plays every contender through every setting.
  ///
  /// @param step told what begins
  public static Runs run(AdmitOptions options, Consumer<String> step) {
    var all = new ArrayList<Run>();
    for (Setting setting : options.settings()) {
      for (Contender contender : Contender.values()) {
        step.accept(setting.title() + ", " + contender.label());
        all.addAll(runs(setting, contender, options));
      }
    }
    return new Runs(all);
  }

  private static List<Run> runs(Setting setting, Contender contender, AdmitOptions options) {
    return IntStream.rangeClosed(1, options.seeds())
        .parallel()
        .mapToObj(
            seed -> new Run(setting, contender, seed, figures(setting, contender, seed, options)))
        .toList();
  }

  private static Figures figures(
      Setting setting, Contender contender, int seed, AdmitOptions options) {
    var calls = Workload.of(setting.trace(), options.bands(), seed);
    var world = new World(calls, setting.rates(), options.deadline(), seed);
    world.run(contender.in(world)::arrive);
    return FigureReader.of(world);
  }
}
