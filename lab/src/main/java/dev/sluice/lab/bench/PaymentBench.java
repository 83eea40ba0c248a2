package dev.sluice.lab.bench;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.budget.Terms;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.SecretDigest;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;

/// What a key costs a call: its check, its limits, what is set aside in the budgets of key, team
/// and all, and their settlement. A microsecond is the bound for all of it.
public class PaymentBench extends PerCallBench {
  private static final List<String> TARGETS = List.of("openai/gpt-5", "openai/gpt-5-mini");
  private static final Budget MUCH = new Budget(Money.MOST, Period.MONTH);
  private static final KeyLimits LIMITS =
      new KeyLimits(1_000_000_000, 1_000_000_000_000_000L, 1_000_000);

  private final KeySecret secret = KeySecret.of("bench00000", new Random(1));
  private final KeyRing ring = ring(secret);
  private final Payer payer = payer();
  private final Call call = call();
  private final Payer.Bill bill =
      new Payer.Bill("openai/gpt-5", new Usage(900, 250, 0, false), true, true, new Answered());

  private static KeyRing ring(KeySecret secret) {
    var principal = new Principal(secret.id(), "bench", "t", false, KeyTerms.upTo(Band.NORMAL));
    var key =
        new StoredKey(
            principal,
            new StoredKey.Life(0, 0, 0, false),
            List.of(new SecretDigest(secret.digest(), 0, 0)),
            1);
    return new KeyRing(1, List.of(), List.of(key), List.of());
  }

  private static Payer payer() {
    var book = new PriceBook(List.of(PriceFiles.builtIn()), Map.of(), Map.of());
    var budgets =
        new Budgets(() -> book, List.of(MUCH), ZoneOffset.UTC, Clock.SYSTEM, SpendListener.NONE);
    return budgets.payer(new Terms("k", "t", LIMITS, List.of(MUCH), List.of(MUCH)));
  }

  private static Call call() {
    var facts = new RequestFacts("gpt-5", 0, 0, true, false, OptionalLong.of(500), false);
    return BenchCall.of("bench", Operation.CHAT, facts, 4_000);
  }

  /// Checks the key alone.
  @Benchmark
  @Threads(1)
  public KeyCheck key_check() {
    return ring.check(secret.text(), 1);
  }

  /// Reserves and settles limits and money, without the key.
  @Benchmark
  @Threads(1)
  public void reserve_and_settle() {
    pay();
  }

  /// Checks the key, and reserves and settles limits and money.
  @Benchmark
  @Threads(1)
  public KeyCheck all() {
    KeyCheck checked = key_check();
    pay();
    return checked;
  }

  /// Checks the key, and reserves and settles limits and money, on two loops at the same time.
  @Benchmark
  @Threads(2)
  public KeyCheck all_on_two_loops() {
    return all();
  }

  private void pay() {
    if (payer.enter(call) instanceof Payer.Accepted(var entry)
        && payer.reserve(call, TARGETS) instanceof Payer.Accepted(var payment)) {
      payment.settle(bill);
      entry.settle(bill);
    }
  }
}
