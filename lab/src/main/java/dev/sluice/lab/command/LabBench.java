package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.lab.fetch.FetchedTool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `lab bench`: the command that runs the JMH benchmarks.
@Command(
    name = "bench",
    description = "Runs the JMH benchmarks; what follows goes to JMH, where -h lists its options.")
final class LabBench implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    try {
      FetchedTool jmh = FetchedTool.fetch("jmh", SourceTree.here());
      return jmh.run(List.of(), "org.openjdk.jmh.Main", arguments);
    } catch (IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }
}
