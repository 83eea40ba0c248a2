package dev.sluice.lab.command;

import dev.sluice.lab.mechanism.Variant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the names of mechanisms that a gateway goes without, such as `retry+breaker`.
final class VariantConverter implements ITypeConverter<Variant> {
  @Override
  public Variant convert(String text) {
    try {
      return Variant.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
