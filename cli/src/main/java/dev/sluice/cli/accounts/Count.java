package dev.sluice.cli.accounts;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Counts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how many, as a configuration writes it: `500`, `200K`, `5M`; 0 for no limit.
final class Count implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return Counts.COUNT_OR_NONE.read(text);
    } catch (ConfigProblem e) {
      throw new TypeConversionException(e.getMessage() + ", is '" + text + "'");
    }
  }
}
