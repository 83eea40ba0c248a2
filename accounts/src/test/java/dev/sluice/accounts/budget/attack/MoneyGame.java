package dev.sluice.accounts.budget.attack;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.budget.window.Period;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.runtime.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// One round: an attacker and a client of another team that helps, against an honest key of a third
/// one, all at the same targets, in virtual time. What each does is drawn from the round's seed.
final class MoneyGame implements Clock {
  private static final PriceBook BOOK = SoldModel.book();
  private static final long[] BUDGETS = {1, 2, 5, 10, 20};
  private static final int STEPS = 40;
  private static final int AT_ONCE = 150;
  private static final int TRAINING = 40;
  private static final int HONEST_AT_ONCE = 10;
  private static final long HONEST_MOST = 4_096;
  private static final double HONEST_LEFT = 0.2;
  private static final double TOLERANCE = 0.02;
  private static final double OVERRUN = 1.25;

  private final long seed;
  private final Random random;
  private final CallMaker maker;
  private final Wallet attacker;
  private final Wallet helper;
  private final Wallet honest;
  private final boolean trains;
  private final boolean liesOfOthers;
  private final boolean liesForAttacker;
  private long millis = Instant.parse("2026-11-26T12:00:00Z").toEpochMilli();
  private int refusedHonest;

  /// What has come of it.
  ///
  /// @param seed of the round
  /// @param over what the attacker has spent, as a part of what it may
  /// @param refused how many calls of the honest key were refused while a fifth of its budget was
  ///   left
  record Result(long seed, double over, int refused) {
    boolean holds() {
      return over <= 1 + TOLERANCE && refused == 0;
    }
  }

  private MoneyGame(long seed) {
    this.seed = seed;
    random = new Random(seed);
    maker = new CallMaker(random);
    var budgets = new Budgets(() -> BOOK, List.of(), ZoneOffset.UTC, this, SpendListener.NONE);
    long dollars = BUDGETS[random.nextInt(BUDGETS.length)];
    boolean strict = random.nextInt(5) == 0;
    attacker = new Wallet(budgets, "a", new Budget(dollars * Money.DOLLAR, Period.MONTH, strict));
    helper = new Wallet(budgets, "b", new Budget(1_000_000 * Money.DOLLAR, Period.MONTH));
    honest = new Wallet(budgets, "c", new Budget(10 * Money.DOLLAR, Period.MONTH));
    trains = random.nextInt(3) == 0;
    liesOfOthers = random.nextBoolean();
    liesForAttacker = random.nextInt(4) == 0;
  }

  static Result play(long seed) {
    return new MoneyGame(seed).play();
  }

  private Result play() {
    if (trains) {
      train();
    }
    for (int step = 0; step < STEPS; step++) {
      millis += random.nextInt(10_000);
      help();
      attack();
      beHonest();
    }
    while (attacker.under() > 0) {
      endOfAttackers();
    }
    return new Result(seed, (double) attacker.spent() / allowed(), refusedHonest);
  }

  private double allowed() {
    Budget budget = attacker.budget();
    double whole = budget.nanos();
    return budget.strict() ? whole : Math.max(OVERRUN * whole, whole + attacker.dearest());
  }

  /// Forty short calls, and then 150 long ones at once.
  private void train() {
    SoldModel model = SoldModel.any(random);
    for (int i = 0; i < TRAINING; i++) {
      if (begin(attacker, maker.chat(model, 64, 0.25, 0))) {
        attacker.end(random, false, 1);
      }
    }
    for (int i = 0; i < AT_ONCE; i++) {
      begin(attacker, maker.chat(model, 64, 0.25, 0));
    }
  }

  private void attack() {
    int asks = random.nextInt(20);
    for (int i = 0; i < asks && attacker.under() < AT_ONCE; i++) {
      begin(attacker, maker.any());
    }
    int ends = attacker.under() == 0 ? 0 : random.nextInt(attacker.under() + 1);
    for (int i = 0; i < ends; i++) {
      endOfAttackers();
    }
  }

  /// Nobody lies of an attacker's calls but to make them cheaper.
  private void endOfAttackers() {
    attacker.end(random, random.nextInt(4) != 0, liesForAttacker ? random.nextDouble() : 1);
  }

  /// Teaches the gateway whatever may hurt others.
  private void help() {
    for (int i = 0; i < 3; i++) {
      boolean begun =
          random.nextBoolean()
              ? begin(helper, maker.any())
              : begin(helper, maker.chat(SoldModel.USUAL, 64, 0.25, 0));
      if (begun) {
        helper.end(random, random.nextBoolean(), liesOfOthers ? 1_000 : 1);
      }
    }
  }

  private void beHonest() {
    while (honest.under() < HONEST_AT_ONCE) {
      boolean left = honest.spent() <= honest.budget().nanos() * (1 - HONEST_LEFT);
      boolean begun = begin(honest, maker.chat(SoldModel.USUAL, 2_000, 0.25, HONEST_MOST));
      refusedHonest += left && !begun ? 1 : 0;
      if (!begun) {
        break;
      }
    }
    int ends = honest.under() == 0 ? 0 : random.nextInt(honest.under() + 1);
    for (int i = 0; i < ends; i++) {
      honest.end(random, random.nextInt(4) == 0, liesOfOthers && random.nextInt(8) == 0 ? 50 : 1);
    }
  }

  private static boolean begin(Wallet by, Optional<MadeCall> made) {
    return made.isPresent() && by.begin(made.get());
  }

  @Override
  public long nanos() {
    return millis * 1_000_000;
  }

  @Override
  public Instant wall() {
    return Instant.ofEpochMilli(millis);
  }
}
