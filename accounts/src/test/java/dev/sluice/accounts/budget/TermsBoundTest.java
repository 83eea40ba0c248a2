package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.terms.AskedWords;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermsBoundTest {
  private static KeyTerms terms(String... words) {
    AskedWords asked = AskedWords.read("operations", List.of(words));
    return new KeyTerms(
        new KeyScope(List.of(), List.of(), asked),
        KeyBands.upTo(Band.NORMAL),
        CacheRight.FULL,
        KeyLimits.NONE,
        BudgetTerms.NONE);
  }

  @Test
  void all_operations_have_no_pass_through() {
    assertThat(TermsBound.beyond(terms("chat"), terms())).isEmpty();
    assertThat(TermsBound.beyond(terms("passthrough:*"), terms()))
        .contains("operations must be without a pass-through");
  }

  @Test
  void a_pass_through_alone_allows_no_operation_and_no_other() {
    KeyTerms most = terms("passthrough:ocr");
    assertThat(TermsBound.beyond(terms("passthrough:ocr"), most)).isEmpty();
    for (KeyTerms more : List.of(terms(), terms("chat"), terms("passthrough:files"))) {
      assertThat(TermsBound.beyond(more, most)).contains("operations must be of [passthrough:ocr]");
    }
  }
}
