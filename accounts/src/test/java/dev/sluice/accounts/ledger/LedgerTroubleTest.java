package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTroubleTest {
  private final LedgerTrouble trouble = new LedgerTrouble();
  private final List<Optional<String>> told = new ArrayList<>();

  @Test
  void a_beginning_another_kind_and_an_end_are_told_and_another_wording_is_not() {
    trouble.onChange(told::add);
    trouble.tell(Optional.empty(), Optional.empty());
    trouble.tell(Optional.empty(), Optional.of("the store refuses"));
    trouble.tell(Optional.of("full; 1 call"), Optional.of("the store refuses"));
    trouble.tell(Optional.of("full; 2 calls"), Optional.empty());
    assertThat(trouble.now()).contains("full; 2 calls");
    trouble.tell(Optional.empty(), Optional.of("the store refuses"));
    trouble.tell(Optional.empty(), Optional.empty());
    assertThat(told)
        .containsExactly(
            Optional.of("the store refuses"),
            Optional.of("full; 1 call"),
            Optional.of("the store refuses"),
            Optional.empty());
  }
}
