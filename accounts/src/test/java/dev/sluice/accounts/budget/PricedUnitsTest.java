package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.refused;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.Units;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Resource;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.request.UsageMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sold by units: the price is known before a call is sent, set aside whole, and charged.
class PricedUnitsTest {
  private static final Budget DOLLAR = new Budget(Money.DOLLAR, Period.MONTH);
  private static final List<String> MODEL = List.of("p/m");

  private static final String PRICED =
      """
      {"provider": "p", "model": "m", "image": 40, "audio_second": 0.1, "character": 0.015,
       "search_unit": 2, "page": 1,
       "image_kind": {"1024x1024": 40, "hd/1024x1024": 80, "hd/1792x1024": 120, "low": 11}},
      {"provider": "p", "model": "tokens", "input": 5, "image_output": 40},
      {"provider": "p", "model": "chat", "input": 0, "output": 0}
      """;

  private static final String PASSED =
      """
      {"provider": "p", "model": "*", "input": 0, "output": 0, "call": 0},
      {"provider": "p", "model": "pass*", "input": 0, "output": 0, "call": 0},
      {"provider": "p", "model": "passthrough:ocr", "call": 400},
      {"provider": "p", "model": "passthrough:half", "input": 5, "output": 5}
      """;

  private static final String PAGES =
      """
      {"provider": "p", "model": "passthrough:pages", "call": 0, "page": 1},
      {"provider": "p", "model": "passthrough:both", "input": 5, "output": 5, "page": 1}
      """;

  private static final List<String> PASSED_PAGES = List.of("p/passthrough:pages");
  private static final UsageMember INPUT =
      new UsageMember(UsageMember.Count.INPUT, Optional.empty(), List.of("in"));
  private static final UsageMember OUTPUT =
      new UsageMember(UsageMember.Count.OUTPUT, Optional.empty(), List.of("out"));

  private final BudgetFixture fixture = new BudgetFixture();
  private final Budgets budgets = fixture.budgets();
  private final Payer payer = budgets.payer(terms(DOLLAR));

  private static Call call(Operation operation, Use use, OptionalLong maxTokens) {
    return BudgetFixture.call(
        operation,
        400,
        new RequestFacts(
            "m",
            0,
            0,
            false,
            false,
            maxTokens,
            false,
            Streaming.UNSAID,
            Cacheability.NEVER,
            RequestFacts.Attached.NONE,
            false,
            RequestFacts.State.NONE,
            1,
            new PricedExtras(List.of(use), "", "", ""),
            RequestFacts.Cloud.NONE));
  }

  private static Call call(Use use) {
    return call(Operation.IMAGES, use, OptionalLong.of(1000));
  }

  private static Use use(PricedExtra unit, long count, String kind) {
    return Use.of(unit, "n", count, false, kind);
  }

  private static Payer.Bill bill(String target, Usage usage) {
    return new Payer.Bill(target, usage, true, true, new Answered());
  }

  private static Call passed(int bytes) {
    Use use = Use.of(PricedExtra.CALL, "call", 1, true, "");
    Call call = call(Operation.PASS_THROUGH, use, OptionalLong.empty());
    return BudgetFixture.call(Operation.PASS_THROUGH, bytes, call.facts());
  }

  private Payer.Decision reserve(String target) {
    fixture.book = BudgetFixture.book(PASSED);
    return payer.reserve(passed(400), List.of(target), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p/passthrough:none", "p/passthrough:half"})
  void a_pass_through_has_a_price_of_its_own_or_none(String target) {
    assertThat(reserve(target))
        .isInstanceOfSatisfying(
            Payer.Refused.class,
            refused ->
                assertThat(refused.why())
                    .isInstanceOfSatisfying(
                        Failed.Invalid.class,
                        why -> assertThat(why.code()).endsWith("not_priced")));
  }

  @Test
  void a_pass_through_is_paid_by_the_call_however_large_it_is_and_no_budget_is_passed() {
    assertThat(reserve("p/passthrough:ocr")).isInstanceOf(Payer.Accepted.class);
    assertThat(payer.reserve(passed(1 << 20), List.of("p/passthrough:ocr"), 1))
        .isInstanceOf(Payer.Accepted.class);
    assertThat(reserve("p/passthrough:ocr")).isInstanceOf(Payer.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 1 << 20})
  void a_pass_through_that_was_not_waited_for_is_paid(int bytes) {
    fixture.book = BudgetFixture.book(PASSED);
    var accepted = (Payer.Accepted) payer.reserve(passed(bytes), List.of("p/passthrough:ocr"), 1);
    accepted
        .payment()
        .settle(
            new Payer.Bill("p/passthrough:ocr", Usage.NONE, true, true, new Failed.Cancelled()));
    assertThat(accepted.payment().cost()).hasValue(Money.DOLLAR * 4 / 10);
  }

  /// A call that is passed through and takes 5 pages, and 1,000 at most.
  private static Call reading(UsageMember... members) {
    Use pages = Use.about(PricedExtra.PAGE, "info.pages", 5, 1000);
    RequestFacts facts = call(Operation.PASS_THROUGH, pages, OptionalLong.empty()).facts();
    var resource = new Resource("POST", "/v1/ocr", "", List.of(members));
    var state = new State("", "", Span.NONE, false, Optional.of(resource));
    return BudgetFixture.call(
        Operation.PASS_THROUGH,
        400,
        new RequestFacts(
            facts.model(),
            0,
            0,
            false,
            false,
            OptionalLong.empty(),
            true,
            Streaming.UNSAID,
            Cacheability.NEVER,
            facts.attached(),
            false,
            state,
            1,
            facts.extras(),
            RequestFacts.Cloud.NONE));
  }

  private static Usage pages(Map<PricedExtra, Long> told) {
    return new Usage(0, 0, 0, false).with(new Usage.Extras(told, "", "", ""));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void a_client_that_leaves_before_the_pages_are_told_takes_no_budget_for_the_usual(long told) {
    fixture.book = BudgetFixture.book(PAGES);
    Map<PricedExtra, Long> seen =
        told == 0 ? Map.of(PricedExtra.CALL, 1L) : Map.of(PricedExtra.PAGE, told);
    int calls = 0;
    while (payer.reserve(reading(), PASSED_PAGES, 1) instanceof Payer.Accepted accepted) {
      accepted
          .payment()
          .settle(
              new Payer.Bill(
                  PASSED_PAGES.getFirst(), pages(seen), true, true, new Failed.Cancelled()));
      assertThat(fixture.paid.getLast().estimated()).isTrue();
      calls++;
    }
    assertThat(calls).isLessThanOrEqualTo(3);
  }

  @Test
  void an_answer_that_lacks_its_pages_is_charged_as_an_estimate_and_one_with_none_is_not() {
    fixture.book = BudgetFixture.book(PAGES);
    pay(payer, reading(), PASSED_PAGES)
        .settle(bill(PASSED_PAGES.getFirst(), pages(Map.of(PricedExtra.CALL, 1L))));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(5_000_000);
    assertThat(fixture.paid.getLast().estimated()).isTrue();
    pay(payer, reading(), PASSED_PAGES)
        .settle(bill(PASSED_PAGES.getFirst(), pages(Map.of(PricedExtra.PAGE, 0L))));
    assertThat(fixture.paid.getLast().nanos()).isZero();
    assertThat(fixture.paid.getLast().estimated()).isFalse();
  }

  @Test
  void tokens_are_set_aside_beside_a_unit_where_an_answer_tells_them() {
    fixture.book = BudgetFixture.book(PAGES);
    Quote pages = quote(reading());
    Quote both = quote(reading(INPUT, OUTPUT));
    assertThat(pages.likely()).isEqualTo(5_000_000);
    assertThat(both.likely()).isGreaterThan(pages.likely() + 100 * 5_000);
    assertThat(both.worst()).isGreaterThan(pages.worst() + 400 * 5_000);
  }

  private Quote quote(Call call) {
    List<String> target = List.of("p/passthrough:both");
    long now = fixture.wall.toEpochMilli();
    return Quote.of(call, target, 1, fixture.book, new OutputModels(), now);
  }

  /// What an answer is charged that tells no usage of tokens.
  private long paid(Use asked, Map<PricedExtra, Long> told) {
    fixture.book = BudgetFixture.book(PRICED);
    Usage usage = new Usage(100, 0, 0, true).with(new Usage.Extras(told, "", "", ""));
    pay(payer, call(asked), MODEL).settle(bill("p/m", usage));
    return fixture.paid.getLast().nanos();
  }

  @ParameterizedTest
  @CsvSource({
    // Pictures, by size and quality.
    "IMAGE, 1, hd/1024x1024, 80000000",
    "IMAGE, 2, hd/1024x1024, 160000000",
    "IMAGE, 1, hd/1792x1024, 120000000",
    "IMAGE, 1, standard/1024x1024, 40000000",
    "IMAGE, 3, standard/1024x1024, 120000000",
    "IMAGE, 1, low/1024x1024, 40000000",
    "IMAGE, 1, low/512x512, 11000000",
    // What a request leaves to the provider costs as the dearest that fits.
    "IMAGE, 1, /1024x1024, 80000000",
    "IMAGE, 1, hd/, 120000000",
    "IMAGE, 1, '', 120000000",
    // What no price names costs as any picture.
    "IMAGE, 1, ultra/9999x9999, 40000000",
    "AUDIO_SECOND, 1, '', 100000",
    "AUDIO_SECOND, 60, '', 6000000",
    "AUDIO_SECOND, 3600, '', 360000000",
    "CHARACTER, 1, '', 15000",
    "CHARACTER, 4096, '', 61440000",
    "SEARCH_UNIT, 1, '', 2000000",
    "SEARCH_UNIT, 7, '', 14000000",
    "PAGE, 12, '', 12000000",
    "CHARACTER, 0, '', 0",
  })
  void a_unit_costs_what_its_row_says(PricedExtra unit, long count, String kind, long nanos) {
    assertThat(paid(use(unit, count, kind), Map.of())).isEqualTo(nanos);
    boolean open = unit == PricedExtra.IMAGE && (kind.isEmpty() || kind.matches("/.*|.*/"));
    assertThat(fixture.paid.getLast().estimated()).isEqualTo(open);
    assertThat(fixture.paid.getLast().priced()).isTrue();
  }

  @Test
  void an_answer_that_tells_its_units_is_charged_by_them() {
    assertThat(paid(use(PricedExtra.SEARCH_UNIT, 1, ""), Map.of(PricedExtra.SEARCH_UNIT, 3L)))
        .isEqualTo(6_000_000);
    assertThat(paid(use(PricedExtra.IMAGE, 4, ""), Map.of(PricedExtra.IMAGE, 2L)))
        .isEqualTo(240_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE, 2, 2, false",
    "IMAGE, 2, 3, true",
    "AUDIO_SECOND, 10, 70, false",
    "AUDIO_SECOND, 10, 71, true",
    "SEARCH_UNIT, 2, 6, false",
    "SEARCH_UNIT, 2, 7, true",
  })
  void units_that_no_request_allows_are_charged_as_told_and_noted(
      PricedExtra unit, long asked, long told, boolean noted) {
    long nanos = paid(use(unit, asked, ""), Map.of(unit, told));
    assertThat(budgets.implausibleUnits().of("p/m").isPresent()).isEqualTo(noted);
    budgets
        .implausibleUnits()
        .of("p/m")
        .ifPresent(
            found -> {
              assertThat(found.calls()).isEqualTo(1);
              assertThat(found.unit()).isEqualTo(unit);
              assertThat(found.told()).isEqualTo(told);
              assertThat(found.nanos()).isEqualTo(nanos).isPositive();
            });
  }

  @Test
  void what_was_taken_is_in_the_meters_of_a_payment() {
    long _ = paid(use(PricedExtra.IMAGE, 4, "hd/1024x1024"), Map.of(PricedExtra.IMAGE, 2L));
    assertThat(fixture.paid.getLast().meters().units().taken())
        .containsExactly(new Units.Taken(PricedExtra.IMAGE, "hd/1024x1024", 2));
    pay(payer, call(use(PricedExtra.IMAGE, 4, "")), MODEL)
        .settle(new Payer.Bill("", Usage.NONE, false, false, new Failed.Cancelled()));
    assertThat(fixture.paid.getLast().meters().units()).isEqualTo(Units.NONE);
  }

  @Test
  void a_count_is_bounded_and_saturates() {
    Use absurd = use(PricedExtra.CHARACTER, Long.MAX_VALUE, "");
    assertThat(absurd.most()).isEqualTo(1_000_000_000_000L);
    assertThat(use(PricedExtra.CHARACTER, -5, "").most()).isZero();
    fixture.book =
        BudgetFixture.book("{\"provider\": \"p\", \"model\": \"m\", \"character\": 1000000}");
    assertThat(payer.reserve(call(absurd), MODEL)).isInstanceOf(Payer.Refused.class);
  }

  @Test
  void thirty_million_characters_cost_as_many() {
    fixture.book = BudgetFixture.book(PRICED);
    Call speech =
        call(Operation.SPEECH, use(PricedExtra.CHARACTER, 30_000_000, ""), OptionalLong.empty());
    Quote quote =
        Quote.of(speech, MODEL, 1, fixture.book, new OutputModels(), fixture.wall.toEpochMilli());
    assertThat(quote.likely()).isEqualTo(450 * Money.DOLLAR);
  }

  @Test
  void a_sound_of_a_length_that_nobody_knows_is_charged_as_an_estimate() {
    Use heard = Use.about(PricedExtra.AUDIO_SECOND, "file", 100, 500);
    assertThat(paid(heard, Map.of())).isEqualTo(10_000_000);
    assertThat(fixture.paid.getLast().estimated()).isTrue();
    assertThat(paid(heard, Map.of(PricedExtra.AUDIO_SECOND, 300L))).isEqualTo(30_000_000);
    assertThat(fixture.paid.getLast().estimated()).isFalse();
  }

  @Test
  void a_sound_of_a_length_that_nobody_knows_sets_aside_the_longest_where_a_budget_is_strict() {
    fixture.book = BudgetFixture.book(PRICED);
    Use heard = Use.about(PricedExtra.AUDIO_SECOND, "file", 8_000, 40_000);
    Call call = call(Operation.TRANSCRIPTIONS, heard, OptionalLong.empty());
    Quote quote =
        Quote.of(call, MODEL, 1, fixture.book, new OutputModels(), fixture.wall.toEpochMilli());
    assertThat(quote.known()).isFalse();
    assertThat(quote.likely()).isEqualTo(800_000_000);
    assertThat(quote.worst()).isEqualTo(4_000_000_000L);
  }

  @Test
  void pictures_of_a_stream_that_its_client_leaves_are_charged_as_asked() {
    fixture.book = BudgetFixture.book(PRICED);
    Use ten = use(PricedExtra.IMAGE, 10, "standard/1024x1024");
    Usage one =
        new Usage(100, 0, 0, true)
            .with(new Usage.Extras(Map.of(PricedExtra.IMAGE, 1L), "", "", ""));
    pay(payer, call(ten), MODEL)
        .settle(new Payer.Bill("p/m", one, true, true, new Failed.Cancelled()));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(400_000_000);
  }

  @Test
  void an_edit_of_a_large_picture_is_no_more_than_a_model_reads_of_it() {
    fixture.book =
        BudgetFixture.book(
            """
            {"provider": "p", "model": "m", "input": 5, "image_input": 10, "image_output": 40}
            """);
    RequestFacts facts =
        new RequestFacts(
            "m",
            0,
            0,
            false,
            false,
            OptionalLong.of(16_384),
            false,
            Streaming.UNSAID,
            Cacheability.NEVER,
            new RequestFacts.Attached(4_000_000, false, false, 1),
            false,
            RequestFacts.State.NONE,
            1,
            new PricedExtras(List.of(use(PricedExtra.IMAGE, 1, "")), "", "", ""),
            RequestFacts.Cloud.NONE);
    Call edit = BudgetFixture.call(Operation.IMAGE_EDITS, 4_000_200, facts);
    Quote quote =
        Quote.of(edit, MODEL, 1, fixture.book, new OutputModels(), fixture.wall.toEpochMilli());
    assertThat(quote.worst()).isBetween(700_000_000L, 750_000_000L);
    assertThat(payer.reserve(edit, MODEL)).isInstanceOf(Payer.Accepted.class);
  }

  @Test
  void a_hundred_pictures_at_once_never_pass_a_budget() {
    fixture.book = BudgetFixture.book(PRICED);
    var entered = new ArrayList<Payer.Payment>();
    for (int i = 0; i < 100; i++) {
      if (payer.reserve(call(use(PricedExtra.IMAGE, 1, "hd/1024x1024")), MODEL)
          instanceof Payer.Accepted accepted) {
        entered.add(accepted.payment());
      }
    }
    assertThat(entered).hasSize(12);
    entered.forEach(payment -> payment.settle(bill("p/m", new Usage(9, 0, 0, true))));
    assertThat(payer.reserve(call(use(PricedExtra.IMAGE, 1, "hd/1024x1024")), MODEL))
        .as("the thirteenth, which is dearer than what is left")
        .isInstanceOf(Payer.Refused.class);
    assertThat(payer.reserve(call(use(PricedExtra.IMAGE, 1, "standard/1024x1024")), MODEL))
        .isInstanceOf(Payer.Accepted.class);
    long spent = fixture.paid.stream().mapToLong(SpendListener.Paid::nanos).sum();
    assertThat(spent).isEqualTo(960_000_000).isLessThanOrEqualTo(Money.DOLLAR);
  }

  @ParameterizedTest
  @CsvSource({"SPEECH, CHARACTER, 4096", "RERANK, SEARCH_UNIT, 3", "IMAGES, IMAGE, 1"})
  void a_hundred_calls_whose_price_is_known_never_pass_a_budget_together(
      Operation operation, PricedExtra unit, long count) {
    fixture.book = BudgetFixture.book(PRICED);
    Use use = use(unit, count, "");
    var entered = new ArrayList<Payer.Payment>();
    for (int i = 0; i < 1_000; i++) {
      Call call = call(operation, use, OptionalLong.empty());
      if (payer.reserve(call, MODEL) instanceof Payer.Accepted accepted) {
        entered.add(accepted.payment());
      }
    }
    assertThat(entered).hasSizeBetween(1, 999);
    entered.forEach(payment -> payment.settle(bill("p/m", new Usage(9, 0, 0, true))));
    assertThat(spent()).isBetween(Money.DOLLAR * 8 / 10, Money.DOLLAR);
  }

  /// Of sounds whose length nobody knows before they are heard one call may be the one that passes
  /// the budget: by what it has more than was likely.
  @Test
  void a_hundred_transcripts_at_once_pass_a_budget_by_a_quarter_at_most() {
    fixture.book = BudgetFixture.book(PRICED);
    Use heard = Use.about(PricedExtra.AUDIO_SECOND, "file", 500, 625);
    var entered = new ArrayList<Payer.Payment>();
    for (int i = 0; i < 100; i++) {
      Call call = call(Operation.TRANSCRIPTIONS, heard, OptionalLong.empty());
      if (payer.reserve(call, MODEL) instanceof Payer.Accepted accepted) {
        entered.add(accepted.payment());
      }
    }
    assertThat(entered).hasSizeBetween(1, 20);
    Usage told =
        new Usage(9, 0, 0, true)
            .with(new Usage.Extras(Map.of(PricedExtra.AUDIO_SECOND, 625L), "", "", ""));
    entered.forEach(payment -> payment.settle(bill("p/m", told)));
    assertThat(spent()).isBetween(Money.DOLLAR / 2, Money.DOLLAR * 5 / 4);
  }

  private long spent() {
    return fixture.paid.stream().mapToLong(SpendListener.Paid::nanos).sum();
  }

  @Test
  void a_picture_that_is_sold_by_tokens_sets_aside_the_most_that_it_may_write() {
    fixture.book = BudgetFixture.book(PRICED);
    Call picture = call(Operation.IMAGES, use(PricedExtra.IMAGE, 1, ""), OptionalLong.of(16_384));
    Payer.Payment one = pay(payer, picture, List.of("p/tokens"));
    assertThat(payer.reserve(picture, List.of("p/tokens"))).isInstanceOf(Payer.Refused.class);
    Usage told = new Usage(50, 4_160, 0, false).of(new Usage.Parts(0, 0, 0, 0, 0, 4_160, 0));
    one.settle(bill("p/tokens", told));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(50 * 5_000 + 4_160 * 40_000);
  }

  @Test
  void what_has_neither_a_price_of_its_unit_nor_of_tokens_is_refused() {
    fixture.book = BudgetFixture.book(PRICED);
    var none =
        (Failed.Invalid)
            refused(payer.reserve(call(use(PricedExtra.IMAGE, 1, "")), List.of("p/no")));
    assertThat(none.code()).isEqualTo("model_not_priced");
    assertThat(none.message()).contains("image: DOLLARS", "for a thousand");
    var free =
        (Failed.Invalid)
            refused(payer.reserve(call(use(PricedExtra.IMAGE, 1, "")), List.of("p/chat")));
    assertThat(free.code()).isEqualTo("not_priced");
    assertThat(free.message()).contains("`n`", "add `image` to its row");
  }

  @Test
  void a_row_of_units_alone_is_no_price_of_a_chat() {
    fixture.book = BudgetFixture.book(PRICED);
    var chat = (Failed.Invalid) refused(payer.reserve(BudgetFixture.call(), MODEL));
    assertThat(chat.code()).isEqualTo("model_not_priced");
  }

  @Test
  void a_call_that_was_given_up_behind_its_sending_is_charged_whole() {
    fixture.book = BudgetFixture.book(PRICED);
    Payer.Payment payment = pay(payer, call(use(PricedExtra.CHARACTER, 1000, "")), MODEL);
    payment.settle(new Payer.Bill("p/m", Usage.NONE, true, true, new Failed.Cancelled()));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(15_000_000);
  }
}
