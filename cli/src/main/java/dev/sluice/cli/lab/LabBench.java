package dev.sluice.cli.lab;

import dev.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `lab bench`: the JMH benchmarks.
@Command(
    name = "bench",
    description = "Runs the JMH benchmarks; what follows goes to JMH, where -h lists its options.")
final class LabBench implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
    return ExitCode.DONE;
  }
}
