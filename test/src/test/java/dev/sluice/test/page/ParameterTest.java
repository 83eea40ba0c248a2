package dev.sluice.test.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.test.LlmProvider;
import dev.sluice.test.LlmTest;
import org.junit.jupiter.api.Test;

@LlmTest
class ParameterTest {
  @Test
  void asks_for_the_capital(LlmProvider llm) {
    llm.answers("Paris");
    assertEquals("Paris", new Capitals(llm.openAiUrl()).of("France"));
  }
}
