package dev.sluice.accounts.budget.attack;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.call.runtime.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One round: an attacker and a client of another team that helps, against an honest key of a third
/// one, all at the same targets, in virtual time. What each does is drawn from the round's seed.
public final class MoneyGame implements Clock {
  private static final PriceBook BOOK = SoldModel.book();
  private static final long[] BUDGETS = {1, 2, 5, 10, 20};
  private static final String TEAM = "team of a";
  private static final int STEPS = 40;
  private static final int AT_ONCE = 150;
  private static final int TRAINING = 40;
  private static final int HONEST_AT_ONCE = 10;
  private static final long HONEST_MOST = 4_096;
  private static final double HONEST_LEFT = 0.2;
  private static final double TOLERANCE = 0.02;
  private static final double OVERRUN = 1.25;
  private static final double OPEN = 0.1;

  private final long seed;
  private final Random random;
  private final CallMaker maker;
  private final Wallet attacker;
  private final Wallet mate;
  private final Budget team;
  private final List<Budgets> nodes;

  /// The budget of all keys, where there is one: then others may use up what an honest key needs.
  private final Optional<Budget> all;

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
  /// @param over what was spent of the fullest budget, as a part of what may be
  /// @param refused how many calls of the honest key were refused while a fifth of its budget was
  ///   left
  public record Result(long seed, double over, int refused) {
    boolean holds() {
      return over <= 1 + TOLERANCE && refused == 0;
    }
  }

  private MoneyGame(long seed, int count, Consumer<Budgets> joining) {
    this.seed = seed;
    random = new Random(seed);
    maker = new CallMaker(random);
    all = random.nextInt(3) == 0 ? Optional.of(budget()) : Optional.empty();
    nodes = Stream.generate(this::node).limit(count).toList();
    nodes.forEach(joining);
    team = budget();
    attacker = new Wallet(nodes, "a", budget(), TEAM, List.of(team));
    mate = new Wallet(nodes, "m", budget(), TEAM, List.of(team));
    helper = new Wallet(nodes, "b", new Budget(1_000_000 * Money.DOLLAR, Period.MONTH));
    honest = new Wallet(nodes, "c", new Budget(10 * Money.DOLLAR, Period.MONTH));
    trains = random.nextInt(3) == 0;
    liesOfOthers = all.isEmpty() && random.nextBoolean();
    liesForAttacker = random.nextInt(4) == 0;
  }

  private Budget budget() {
    long dollars = BUDGETS[random.nextInt(BUDGETS.length)];
    return new Budget(dollars * Money.DOLLAR, Period.MONTH, random.nextInt(5) == 0);
  }

  private Budgets node() {
    return new Budgets(() -> BOOK, all.stream().toList(), ZoneOffset.UTC, this, SpendListener.NONE);
  }

  static Result play(long seed) {
    return play(seed, 1, _ -> {});
  }

  /// Plays a round in which each call goes to any of several gateways.
  ///
  /// @param joining lets each share its budgets with the others
  public static Result play(long seed, int count, Consumer<Budgets> joining) {
    return new MoneyGame(seed, count, joining).play();
  }

  private Result play() {
    if (trains) {
      train();
    }
    for (int step = 0; step < STEPS; step++) {
      millis += random.nextInt(10_000);
      help();
      attack(attacker);
      attack(mate);
      beHonest();
    }
    for (Wallet wallet : List.of(attacker, mate)) {
      while (wallet.under() > 0) {
        endOf(wallet);
      }
    }
    return new Result(seed, over(), all.isEmpty() ? refusedHonest : 0);
  }

  /// What was spent of a budget, as a part of what may be: by the gateway's account, or by the
  /// bills of providers, whichever is more. The bills may have a tenth of the budget more, and one
  /// call, of calls that were given up, where it is not strict.
  private static double over(Budget budget, long spent, Wallet... wallets) {
    long billed = Stream.of(wallets).mapToLong(Wallet::billed).sum();
    long dearest = Stream.of(wallets).mapToLong(Wallet::dearest).max().orElse(0);
    double whole = budget.nanos();
    double allowed = budget.strict() ? whole : Math.max(OVERRUN * whole, whole + dearest);
    double open = budget.strict() ? 0 : OPEN * whole + dearest;
    return Math.max(spent / allowed, billed / (allowed + open));
  }

  private double over() {
    double own = over(attacker.budget(), attacker.spent(), attacker);
    double mates = over(mate.budget(), mate.spent(), mate);
    double teams = over(team, attacker.spent() + mate.spent(), attacker, mate);
    double everybodys =
        all.map(one -> over(one, spentOfAll(), attacker, mate, helper, honest)).orElse(0.0);
    return Math.max(Math.max(own, mates), Math.max(teams, everybodys));
  }

  private long spentOfAll() {
    return Stream.of(attacker, mate, helper, honest).mapToLong(Wallet::spent).sum();
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

  private void attack(Wallet by) {
    int asks = random.nextInt(20);
    for (int i = 0; i < asks && by.under() < AT_ONCE; i++) {
      begin(by, maker.any());
    }
    int ends = by.under() == 0 ? 0 : random.nextInt(by.under() + 1);
    for (int i = 0; i < ends; i++) {
      endOf(by);
    }
  }

  /// Nobody lies of an attacker's calls but to make them cheaper.
  private void endOf(Wallet wallet) {
    wallet.end(random, random.nextInt(4) != 0, liesForAttacker ? random.nextDouble() : 1);
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
