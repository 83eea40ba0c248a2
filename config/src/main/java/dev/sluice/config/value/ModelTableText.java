package dev.sluice.config.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.rule.ModelTable;

/// The type of a table of models, written as JSON.
public final class ModelTableText implements Type<String> {

  @Override
  public String read(String text) throws ConfigProblem {
    try {
      ModelTable.builtIn().with(text.getBytes(UTF_8));
      return text;
    } catch (IllegalArgumentException e) {
      throw new ConfigProblem("must be a table of models (" + e.getMessage() + ")");
    }
  }
}
