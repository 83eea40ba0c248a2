package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PayersTest {
  private static final List<String> TARGETS = List.of("openai/gpt-5");
  private static final PriceBook BOOK =
      new PriceBook(List.of(PriceFiles.builtIn()), Map.of(), Map.of());

  private final Map<String, BudgetTerms> teams = new HashMap<>();
  private final Budgets budgets =
      new Budgets(() -> BOOK, List.of(), ZoneOffset.UTC, Clock.SYSTEM, SpendListener.NONE);
  private final Payers payers = payers(false);

  private Payers payers(boolean always) {
    return new Payers(budgets, team -> teams.getOrDefault(team, BudgetTerms.NONE), () -> always);
  }

  private static Principal key(KeyLimits limits, String... texts) {
    var terms =
        new KeyTerms(
            KeyScope.ALL,
            KeyBands.upTo(Band.NORMAL),
            CacheRight.FULL,
            limits,
            new BudgetTerms(List.of(texts), false));
    return new Principal("k", "web", "t", false, terms);
  }

  private static Call call() {
    return new Call(
        "call-1",
        Operation.CHAT,
        new RequestFacts("gpt-5", 0, 0, false, false, OptionalLong.of(10), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE),
        NO_LOOP);
  }

  private static boolean goes(Payer payer) {
    Call call = call();
    return payer.enter(call) instanceof Payer.Accepted
        && payer.reserve(call, TARGETS) instanceof Payer.Accepted;
  }

  @Test
  void a_key_that_is_held_to_nothing_has_no_payer() {
    assertThat(payers.of(key(KeyLimits.NONE)).pays()).isFalse();
    assertThat(payers(true).of(key(KeyLimits.NONE)).pays()).isTrue();
  }

  @Test
  void a_limit_or_a_budget_of_the_key_or_its_team_makes_one() {
    assertThat(payers.of(key(new KeyLimits(1, 0, 0))).pays()).isTrue();
    assertThat(payers.of(key(KeyLimits.NONE, "1USD/day")).pays()).isTrue();
    teams.put("t", new BudgetTerms(List.of("1USD/day"), true));
    assertThat(payers.of(key(KeyLimits.NONE)).pays()).isTrue();
  }

  @Test
  void counts_go_on_from_call_to_call_and_over_changes_of_the_key() {
    assertThat(goes(payers.of(key(new KeyLimits(1, 0, 0))))).isTrue();
    assertThat(goes(payers.of(key(new KeyLimits(1, 0, 0))))).isFalse();
    assertThat(goes(payers.of(key(new KeyLimits(1, 0, 0), "1USD/day")))).isFalse();
    assertThat(goes(payers.of(key(KeyLimits.NONE, "1USD/day")))).isTrue();
  }

  @Test
  void a_teams_budget_holds_a_key_without_one_and_may_be_strict() {
    teams.put("t", new BudgetTerms(List.of("0USD/total"), true));
    Payer payer = payers.of(key(KeyLimits.NONE));
    assertThat(goes(payer)).isFalse();
    assertThat(payer.strict()).isTrue();
  }

  @Test
  void a_budget_that_cannot_be_read_lets_nothing_be_spent() {
    Payer payer = payers.of(key(KeyLimits.NONE, "1EUR/day"));
    assertThat(payer.enter(call())).isInstanceOf(Payer.Accepted.class);
    assertThat(payer.reserve(call(), TARGETS))
        .isInstanceOfSatisfying(
            Payer.Refused.class,
            refused -> assertThat(refused.why()).isInstanceOf(Failed.LimitReached.class));
  }

  private static final Loop NO_LOOP =
      new Loop() {
        @Override
        public void execute(Runnable task) {
          task.run();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
          return () -> {};
        }

        @Override
        public boolean inLoop() {
          return false;
        }

        @Override
        public Thread start(String name, Runnable task) {
          return Thread.ofVirtual().start(task);
        }
      };

  @Test
  void what_the_gateway_asks_by_itself_counts_for_all_and_ends_with_their_budget() {
    var all = new Budget(1_000, Period.TOTAL);
    var counted =
        new Budgets(() -> BOOK, List.of(all), ZoneOffset.UTC, Clock.SYSTEM, SpendListener.NONE);
    Payer payer = new Payers(counted, _ -> BudgetTerms.NONE, () -> true).ofGateway();
    assertThat(payer.pays()).isTrue();
    assertThat(goes(payer)).isTrue();
    var used = new Usage(8, 1, 0, false);
    payer.lost(
        call(), new Payer.Loss("openai/gpt-5", Payer.Loss.Cause.PROBE, used, new Answered()));
    assertThat(counted.status(Spender.ALL, all).spent()).isGreaterThan(1_000);
    assertThat(payer.enter(call())).isInstanceOf(Payer.Refused.class);
  }

  @Test
  void what_it_asks_by_itself_has_no_payer_where_nothing_is_counted() {
    assertThat(payers.ofGateway().pays()).isFalse();
  }
}
