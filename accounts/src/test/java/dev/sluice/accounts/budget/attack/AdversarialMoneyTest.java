package dev.sluice.accounts.budget.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.attack.MoneyGame.Result;
import dev.sluice.testing.LongForm;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A key whose owner tries everything: any bodies and numbers, state and searches, responses in the
/// background, clients that leave providers that go on, a mate in its team, a helper in another
/// one, a provider that lies of others. No key, no team and not all of them together cost more than
/// an overrun allows, or than the budget and one call, by the gateway's account, and a tenth of the
/// budget and one call more by the bills of providers; and an honest key of another team is never
/// refused while it has money.
///
/// The short form plays 100 rounds, the long one 1,000; `-Dmoney.rounds=10000` plays more. A
/// failure names its seed.
class AdversarialMoneyTest {
  private static final long ROUNDS = Long.getLong("money.rounds", LongForm.rounds(100, 1_000));

  @Test
  void no_strategy_passes_a_budget_or_keeps_an_honest_key_from_its_own() {
    List<Result> results =
        LongStream.range(0, ROUNDS).parallel().mapToObj(MoneyGame::play).toList();
    assertThat(results).allSatisfy(result -> assertThat(result).matches(Result::holds, "holds"));
    // Most attackers do spend what they have.
    assertThat(results.stream().mapToDouble(Result::over).average().orElse(0)).isGreaterThan(0.8);
  }
}
