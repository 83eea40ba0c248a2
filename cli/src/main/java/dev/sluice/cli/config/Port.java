package dev.sluice.cli.config;

import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A port to listen on, as an option; 0 is any that is free.
///
/// @param number 0 to 65535
public record Port(int number) {
  static final String RANGE = "0 to 65535";

  /// Reads a port from a number; empty for anything else.
  public static Optional<Port> of(String text) {
    boolean number = text.matches("\\d{1,5}") && Integer.parseInt(text) <= 0xffff;
    return number ? Optional.of(new Port(Integer.parseInt(text))) : Optional.empty();
  }

  /// Reads a port from the command line.
  public static final class Reader implements ITypeConverter<Port> {
    @Override
    public Port convert(String text) {
      return Port.of(text)
          .orElseThrow(
              () -> new TypeConversionException("must be " + RANGE + ", is '" + text + "'"));
    }
  }
}
