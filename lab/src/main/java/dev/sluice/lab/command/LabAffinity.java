package dev.sluice.lab.command;

import dev.sluice.cli.console.Console;
import dev.sluice.lab.affinity.AffinityLab;
import dev.sluice.lab.affinity.AffinityOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab affinity`: what prompt caches save where conversations stay at one target.
@Command(
    name = "affinity",
    description = "Tells what prompt caches save where conversations stay at one target.")
final class LabAffinity extends Experiment {
  @Option(
      names = "--targets",
      paramLabel = "N",
      split = ",",
      defaultValue = "2,4,8",
      description = "Numbers of targets, a row each (${DEFAULT-VALUE}).")
  private List<Integer> targets = List.of();

  @Option(
      names = "--sessions",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many begin in the hour (${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many hours are played (${DEFAULT-VALUE}).")
  private int seeds;

  @Override
  int run(Console console) throws InterruptedException {
    return AffinityLab.run(new AffinityOptions(targets, sessions, seeds), console.out());
  }
}
