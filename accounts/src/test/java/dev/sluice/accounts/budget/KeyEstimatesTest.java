package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.MODEL;
import static dev.sluice.accounts.budget.BudgetFixture.bill;
import static dev.sluice.accounts.budget.BudgetFixture.call;
import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.Streaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What is learned of calls is learned of one key's alone, and never more than a tokenizer makes of
/// a text.
class KeyEstimatesTest {
  private static final Budget MONTH = new Budget(Money.DOLLAR, Period.MONTH);
  private static final Attached NAMED = new Attached(0, true);
  private static final long A_LIE = 90_000_000;

  private final BudgetFixture fixture = new BudgetFixture();
  private final Budgets budgets = fixture.budgets();

  private static Terms other(Budget... key) {
    return new Terms("other", "others", KeyLimits.NONE, List.of(key), List.of());
  }

  private long setAside(String owner) {
    return budgets.status(owner, MONTH).setAside();
  }

  @Test
  void what_one_keys_calls_use_says_nothing_of_anothers() {
    Payer attacker = budgets.payer(other());
    for (int i = 0; i < 100; i++) {
      pay(attacker, call(), MODEL).settle(bill(A_LIE, A_LIE));
    }
    pay(budgets.payer(terms(MONTH)), call(), MODEL);
    assertThat(setAside("key:k")).isEqualTo(100_000 + 1_000_000);
  }

  @Test
  void padding_by_another_key_lets_a_strict_one_spend_no_more() {
    Payer padding = budgets.payer(other());
    Payer own = budgets.payer(terms());
    for (int i = 0; i < 200; i++) {
      pay(padding, call(1_000_000, OptionalLong.of(1)), MODEL).settle(bill(1, 1));
      pay(own, call(1_000_000, OptionalLong.of(1)), MODEL).settle(bill(1, 1));
    }
    var strict = new Budget(Money.DOLLAR, Period.MONTH, true);
    Payer payer = budgets.payer(terms(strict));
    List<Payer.Payment> under = new ArrayList<>();
    while (payer.reserve(call(100_000, OptionalLong.of(1)), MODEL)
        instanceof Payer.Accepted(var payment)) {
      under.add(payment);
    }
    under.forEach(payment -> payment.settle(bill(100_000, 1)));
    assertThat(budgets.status("key:k", strict).spent()).isLessThanOrEqualTo(strict.nanos());
  }

  @Test
  void
      a_client_that_leaves_is_charged_no_more_tokens_than_it_has_sent_bytes_and_may_have_asked_for() {
    Payer payer = budgets.payer(terms(MONTH));
    pay(budgets.payer(terms()), call(60, OptionalLong.of(5)), MODEL).settle(bill(A_LIE, 5));
    for (int i = 0; i < 30; i++) {
      pay(payer, call(60, OptionalLong.of(5)), MODEL)
          .settle(bill(Usage.NONE, true, new Failed.Cancelled()));
    }
    assertThat(budgets.status("key:k", MONTH).spent())
        .isLessThanOrEqualTo(30 * (60 * 1_000 + 5 * 10_000));
  }

  @Test
  void an_estimated_charge_is_never_more_than_the_call_may_cost() {
    Payer payer = budgets.payer(terms(MONTH));
    pay(payer, call(), MODEL).settle(bill(new Usage(A_LIE, A_LIE, 0, true), true, new Answered()));
    assertThat(budgets.status("key:k", MONTH).spent()).isEqualTo(400_000 + 1_000_000);
  }

  @Test
  void what_a_provider_tells_is_charged_as_told_and_noted_where_no_tokenizer_gives_it() {
    Payer payer = budgets.payer(terms(MONTH));
    pay(payer, call(), MODEL).settle(bill(390, 100));
    assertThat(budgets.implausible().of("p/m")).isEmpty();
    pay(payer, call(), MODEL).settle(bill(1_000_000, 100));
    assertThat(budgets.status("key:k", MONTH).spent()).isGreaterThan(Money.DOLLAR);
    assertThat(budgets.implausible().of("p/m"))
        .hasValueSatisfying(
            told -> {
              assertThat(told.calls()).isEqualTo(1);
              assertThat(told.input()).isEqualTo(1_000_000);
              assertThat(told.bytes()).isEqualTo(400);
              assertThat(told.nanos()).isEqualTo(1_001_000_000);
            });
  }

  @Test
  void calls_that_name_state_teach_nothing_of_texts() {
    Payer agent = budgets.payer(terms());
    for (int i = 0; i < 50; i++) {
      pay(agent, naming(), MODEL).settle(bill(200_000, 10));
    }
    assertThat(budgets.implausible().of("p/m")).isEmpty();
    Payer payer = budgets.payer(terms(MONTH));
    pay(payer, call(), MODEL);
    assertThat(setAside("key:k")).isLessThan(100_000 + 1_000_000 + 1);
    pay(payer, naming(), MODEL).settle(bill(Usage.NONE, true, new Failed.Cancelled()));
    assertThat(budgets.status("key:k", MONTH).spent()).isBetween(190_000_000L, 210_000_000L);
  }

  @Test
  void calls_whose_tools_read_teach_nothing_of_texts_nor_of_what_bodies_name() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "output": 10, "max_output": 1000,
             "web_search": 10}
            """);
    Payer agent = budgets.payer(terms());
    for (int i = 0; i < 50; i++) {
      pay(agent, searching(), MODEL).settle(bill(200_000, 10));
    }
    assertThat(budgets.implausible().of("p/m")).isEmpty();
    Payer payer = budgets.payer(terms(MONTH));
    pay(payer, call(), MODEL);
    assertThat(setAside("key:k")).isLessThan(100_000 + 1_000_000 + 1);
    pay(payer, naming(), MODEL);
    assertThat(setAside("key:k")).isLessThan(2 * (100_000 + 1_000_000 + 1));
    pay(payer, searching(), MODEL);
    assertThat(setAside("key:k")).isGreaterThan(190_000_000);
  }

  private static Call searching() {
    return BudgetFixture.call(
        Operation.RESPONSES, Attached.NONE, BudgetFixture.search(), Streaming.UNSAID);
  }

  @Test
  void what_a_provider_says_of_tools_is_in_the_worst_sum() {
    Payer payer = budgets.payer(terms(MONTH));
    pay(payer, BudgetFixture.call(new Attached(0, false, true, 0)), MODEL);
    assertThat(worst()).isEqualTo((400 + 8_192) * 1_000 + 1_000_000);
  }

  @Test
  void each_turn_of_a_tool_that_reads_reads_all_before_it_again() {
    String prices =
        """
        {"provider": "p", "model": "m", "input": 1, "output": 0, "web_search": 0}
        """;
    fixture.book = BudgetFixture.book(prices);
    var hundred = new Budget(100 * Money.DOLLAR, Period.MONTH);
    Payer payer = budgets.payer(terms(hundred));
    pay(payer, reading(20_000, Long.MAX_VALUE), MODEL);
    long once = 21 * 20_000 + 20 * 16_384;
    assertThat(worst(hundred)).isEqualTo(once * 1_000);
    // A bound counts where the provider keeps to it; not below what one turn may read.
    pay(payer, reading(20_000, 30), MODEL);
    assertThat(worst(hundred)).isEqualTo(2 * once * 1_000);
    fixture.book = BudgetFixture.book(prices, Map.of("p", "openai"));
    pay(payer, reading(20_000, 2), MODEL);
    assertThat(worst(hundred)).isEqualTo((2 * once + 20_000 + 262_144) * 1_000);
  }

  private static Call reading(int bytes, long most) {
    var search =
        new PricedExtras.Use(Optional.of(PricedExtra.WEB_SEARCH), "tools[].web_search", most, true);
    return BudgetFixture.call(
        Operation.RESPONSES,
        bytes,
        new RequestFacts(
            "m",
            0,
            0,
            false,
            false,
            OptionalLong.of(100),
            false,
            Streaming.UNSAID,
            Cacheability.NEVER,
            Attached.NONE,
            false,
            RequestFacts.State.NONE,
            1,
            new PricedExtras(List.of(search), "", "", ""),
            RequestFacts.Cloud.NONE));
  }

  @Test
  void a_client_that_asks_for_more_output_than_is_known_of_the_model_may_get_it() {
    Payer payer = budgets.payer(terms(MONTH));
    pay(payer, call(400, OptionalLong.of(2_000)), MODEL);
    assertThat(worst()).isEqualTo(400_000 + 20_000_000);
  }

  @Test
  void what_tools_may_read_and_media_of_any_size_are_in_the_worst_sum() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 1, "output": 0, "web_search": 0}
            """);
    Payer payer = budgets.payer(terms(MONTH));
    pay(payer, searching(), MODEL);
    long searching = (400 + 20 * (400 + 16_384)) * 1_000;
    assertThat(worst()).isEqualTo(searching);
    pay(payer, BudgetFixture.call(new Attached(400_000, false)), MODEL);
    assertThat(worst()).isEqualTo(searching + (400 + 400_000) * 1_000);
  }

  private long worst() {
    return worst(MONTH);
  }

  private long worst(Budget budget) {
    return budgets.status("key:k", budget).atWorst();
  }

  @Test
  void what_tools_read_counts_in_a_limit_of_tokens() {
    Payer payer = budgets.payer(BudgetFixture.limits(0, 100_000, 0));
    Payer.Decision first = payer.enter(searching());
    ((Payer.Accepted) first).payment().settle(bill(200_000, 10));
    assertThat(payer.enter(call())).isInstanceOf(Payer.Refused.class);
  }

  private static Call naming() {
    return BudgetFixture.call(NAMED);
  }

  @Test
  void invented_names_push_out_the_oldest_and_spoil_no_new_one() {
    Payer payer = budgets.payer(terms());
    for (int i = 0; i < 4_300; i++) {
      String name = "p/invented-" + i;
      pay(payer, call(), List.of(name))
          .settle(new Payer.Bill(name, told(), true, true, new Answered()));
    }
    pay(budgets.payer(terms(MONTH)), call(), MODEL);
    assertThat(setAside("key:k")).isEqualTo(100_000 + 1_000_000);
  }

  private static Usage told() {
    return new Usage(A_LIE, 1_000_000, 0, false);
  }

  @Test
  void a_limit_of_tokens_refuses_no_call_for_ever_by_what_was_learned() {
    Payer payer = budgets.payer(BudgetFixture.limits(0, 1_000, 0));
    enter(payer).settle(bill(A_LIE, A_LIE));
    fixture.nanos += 3_600_000_000_000L;
    for (int i = 0; i < 20; i++) {
      enter(payer).settle(bill(50_000, 100));
      fixture.nanos += 3_600_000_000_000L;
    }
  }

  private static Payer.Payment enter(Payer payer) {
    return switch (payer.enter(call())) {
      case Payer.Accepted(Payer.Payment payment) -> payment;
      case Payer.Refused(Failed why) -> throw new AssertionError(why);
    };
  }
}
