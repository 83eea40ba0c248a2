package dev.sluice.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// The JMH benchmarks.
@Command(
    name = "bench",
    description = "Runs the JMH benchmarks; everything behind it goes to JMH (-h lists it).")
final class BenchCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = List.of();

  @Override
  public Integer call() throws Exception {
    Main.main(arguments.toArray(String[]::new));
    return ExitCode.DONE;
  }
}
