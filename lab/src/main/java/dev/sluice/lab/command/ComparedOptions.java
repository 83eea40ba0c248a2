package dev.sluice.lab.command;

import dev.sluice.lab.mechanism.SideBySide;
import dev.sluice.lab.mechanism.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of experiments that compare gateways which go without mechanisms.
final class ComparedOptions {
  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      converter = VariantConverter.class,
      description =
          "Compares Sluice side by side with Sluices that go without these mechanisms, with commas;"
              + " `+` joins those that one Sluice goes without.")
  private List<Variant> without = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "With --without: how many seeds it is played with (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
  private Optional<Path> json = Optional.empty();

  SideBySide from(long seed) {
    return new SideBySide(without, seed, seeds, json);
  }
}
