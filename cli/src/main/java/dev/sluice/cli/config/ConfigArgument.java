package dev.sluice.cli.config;

import dev.sluice.cli.console.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The argument that says which configuration a command reads: the file that is named, by `-c`, as
/// an argument or by `SLUICE_CONFIG`, else `sluice.yaml` in the folder where it is started.
public final class ConfigArgument {
  /// The file that is read where none is named.
  public static final String USUAL = "sluice.yaml";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The configuration; without one "
              + USUAL
              + " in this folder, else the keys in the environment ("
              + Variables.CONFIG
              + ").")
  private Optional<String> option = Optional.empty();

  /// The file that the option names.
  public Optional<String> named() {
    return option;
  }

  /// Names it, as the option does.
  ///
  /// @return whether none was named before
  public boolean name(String file) {
    boolean first = option.isEmpty();
    option = Optional.of(file);
    return first;
  }

  /// The file to read.
  ///
  /// @param argument what stands beside the options
  /// @param env has the variable that stands for the option
  /// @return empty where none is named and there is none in this folder
  /// @throws CannotStart if two are named
  public Optional<String> file(Optional<String> argument, Map<String, String> env)
      throws CannotStart {
    if (option.isPresent() && argument.isPresent()) {
      throw new CannotStart(
          "two configurations are named, %s and %s: leave one out"
              .formatted(option.get(), argument.get()));
    }
    return option
        .or(() -> argument)
        .or(() -> Variables.text(env, Variables.CONFIG))
        .or(ConfigArgument::here);
  }

  private static Optional<String> here() {
    return Files.isRegularFile(Path.of(USUAL)) ? Optional.of(USUAL) : Optional.empty();
  }
}
