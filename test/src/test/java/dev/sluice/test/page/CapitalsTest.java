package dev.sluice.test.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.test.LlmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CapitalsTest {
  @RegisterExtension static final LlmExtension llm = LlmExtension.create();

  private final Capitals capitals = new Capitals(llm.openAiUrl());

  @Test
  void asks_for_the_capital() {
    llm.answers("Paris");
    assertEquals("Paris", capitals.of("France"));
    llm.sent().only().hasModel("gpt-5-mini").mentions("France");
  }
}
