package dev.sluice.accounts.budget;

import static dev.sluice.accounts.budget.BudgetFixture.pay;
import static dev.sluice.accounts.budget.BudgetFixture.refused;
import static dev.sluice.accounts.budget.BudgetFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
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
import dev.sluice.call.request.Streaming;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What providers run or sell beside tokens, for keys with budgets: refused by its member where it
/// has no price, set aside and charged where it has.
class PricedExtrasTest {
  private static final Budget MONTH = new Budget(100 * Money.DOLLAR, Period.MONTH);
  private static final List<String> MODEL = List.of("p/m");

  private final BudgetFixture fixture = new BudgetFixture();
  private final Budgets budgets = fixture.budgets();
  private final Payer payer = budgets.payer(terms(MONTH));

  private static final String PRICED =
      """
      {"provider": "p", "model": "m", "input": 1, "output": 10, "max_output": 1000,
       "web_search": 10, "image_generation": 250, "audio_output": 20,
       "service_tier": {"priority": 2, "flex": 0.5}, "speed": {"fast": 6},
       "inference_geo": {"us": 1.1}},
      {"provider": "p", "model": "grounded", "input": 1, "grounding": 35}
      """;

  private static Use use(PricedExtra extra, String member, long most) {
    return new Use(Optional.of(extra), member, most, true);
  }

  private static PricedExtras uses(Use... uses) {
    return new PricedExtras(List.of(uses), "", "", "");
  }

  private static PricedExtras search() {
    return uses(use(PricedExtra.WEB_SEARCH, "tools[].web_search", Long.MAX_VALUE));
  }

  private static PricedExtras chosen(String tier, String speed, String region) {
    return new PricedExtras(List.of(), tier, speed, region);
  }

  private static Call call(PricedExtras extras) {
    return BudgetFixture.call(
        Operation.CHAT,
        400,
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
            RequestFacts.Attached.NONE,
            false,
            RequestFacts.State.NONE,
            1,
            extras,
            RequestFacts.Cloud.NONE));
  }

  /// A thousand tokens read and a hundred written: two thousandths of a dollar.
  private static Payer.Bill bill(Usage.Extras told) {
    Usage usage = new Usage(1_000, 100, 0, false).with(told);
    return new Payer.Bill("p/m", usage, true, true, new Answered());
  }

  private static Usage.Extras told(PricedExtra extra, long count) {
    return new Usage.Extras(Map.of(extra, count), "", "", "");
  }

  private static Usage.Extras tier(String tier) {
    return new Usage.Extras(Map.of(), tier, "", "");
  }

  private long paid(PricedExtras asked, Usage.Extras told) {
    fixture.book = BudgetFixture.book(PRICED);
    pay(payer, call(asked), MODEL).settle(bill(told));
    return fixture.paid.getLast().nanos();
  }

  private Failed.Invalid refusal(PricedExtras asked) {
    return (Failed.Invalid) refused(payer.reserve(call(asked), MODEL));
  }

  @Test
  void an_extra_without_a_price_is_refused_by_its_member() {
    Failed.Invalid search = refusal(search());
    assertThat(search.status()).isEqualTo(403);
    assertThat(search.code()).isEqualTo("not_priced");
    assertThat(search.param()).contains("tools[].web_search");
    assertThat(search.message()).contains("p/m").contains("add `web_search` to its row");
    assertThat(refusal(chosen("priority", "", "")).param()).contains("service_tier");
    assertThat(refusal(chosen("", "fast", "")).param()).contains("speed");
    assertThat(refusal(chosen("", "", "us")).param()).contains("inference_geo");
    assertThat(refusal(uses(use(PricedExtra.AUDIO_OUTPUT, "audio", 1))).param()).contains("audio");
    assertThat(fixture.opened).isEmpty();
  }

  @Test
  void a_tool_that_is_not_known_is_refused_by_its_name_whatever_has_a_price() {
    fixture.book = BudgetFixture.book(PRICED);
    var unknown = new Use(Optional.empty(), "tools[].time_travel", Long.MAX_VALUE, true);
    assertThat(refusal(uses(unknown)).param()).contains("tools[].time_travel");
    assertThat(refusal(uses(unknown)).message()).contains("does not know what it is");
  }

  @Test
  void each_target_of_the_route_needs_the_price() {
    fixture.book = BudgetFixture.book(PRICED);
    Payer.Decision decision = payer.reserve(call(search()), List.of("p/m", "p/grounded"));
    assertThat(decision).isInstanceOf(Payer.Accepted.class);
    PricedExtras image = uses(use(PricedExtra.IMAGE_GENERATION, "tools[].image_generation", 1));
    assertThat(refused(payer.reserve(call(image), List.of("p/m", "p/grounded"))))
        .isInstanceOf(Failed.Invalid.class);
  }

  @Test
  void a_key_without_a_budget_may_use_what_has_no_price_and_that_is_told() {
    Payer free = fixture.budgets().payer(Terms.free("k", "t"));
    pay(free, call(search()), MODEL).settle(bill(told(PricedExtra.WEB_SEARCH, 3)));
    assertThat(fixture.paid)
        .singleElement()
        .returns(2_000_000L, SpendListener.Paid::nanos)
        .returns(false, SpendListener.Paid::priced);
  }

  @Test
  void fifty_searches_cost_half_a_dollar() {
    assertThat(paid(search(), told(PricedExtra.WEB_SEARCH, 50)))
        .isEqualTo(2_000_000 + Money.DOLLAR / 2);
  }

  @Test
  void what_is_likely_to_be_used_is_set_aside_and_the_worst_near_the_end() {
    fixture.book = BudgetFixture.book(PRICED);
    long tokens = 100_000 + 1_000_000;
    pay(payer, call(search()), MODEL);
    assertThat(fixture.opened.getLast().nanos()).isEqualTo(tokens + 20_000_000);
    pay(payer, call(chosen("priority", "", "")), MODEL);
    assertThat(fixture.opened.getLast().nanos()).isEqualTo(2 * tokens);
    Payer strict =
        fixture.budgets().payer(terms(new Budget(100 * Money.DOLLAR, Period.MONTH, true)));
    pay(strict, call(uses(use(PricedExtra.WEB_SEARCH, "tools[].web_search", 50))), MODEL);
    assertThat(fixture.opened.getLast().nanos())
        .isEqualTo((400 + 20 * (400 + 16_384)) * 1_000 + 2_000_000 + 500_000_000);
  }

  private long worst(Operation operation, PricedExtras extras) {
    Payer strict =
        fixture.budgets().payer(terms(new Budget(100 * Money.DOLLAR, Period.MONTH, true)));
    Call call = BudgetFixture.call(operation, RequestFacts.Attached.NONE, extras, Streaming.UNSAID);
    pay(strict, call, MODEL);
    return fixture.opened.getLast().nanos();
  }

  @Test
  void a_bound_of_uses_counts_where_its_provider_keeps_to_it_alone() {
    var table = BudgetFixture.book(PRICED);
    PricedExtras once = uses(use(PricedExtra.WEB_SEARCH, "tools[].web_search", 0));
    fixture.book = table;
    long unbound = worst(Operation.RESPONSES, once);
    fixture.book = BudgetFixture.book(PRICED, Map.of("p", "openai"));
    long turns = (20 * (400 + 16_384) - 262_144) * 1_000;
    assertThat(worst(Operation.RESPONSES, once)).isEqualTo(unbound - turns - 19 * 10_000_000);
    assertThat(worst(Operation.MESSAGES, once)).isEqualTo(unbound);
    fixture.book = BudgetFixture.book(PRICED, Map.of("p", "anthropic"));
    assertThat(worst(Operation.MESSAGES, once)).isEqualTo(unbound - turns - 19 * 10_000_000);
    assertThat(worst(Operation.CHAT, once)).isEqualTo(unbound);
  }

  @Test
  void a_cheaper_tier_that_no_answer_names_makes_nothing_cheaper() {
    fixture.book = BudgetFixture.book(PRICED);
    long usual = worst(Operation.CHAT, PricedExtras.NONE);
    assertThat(worst(Operation.CHAT, chosen("flex", "", ""))).isEqualTo(usual);
    assertThat(worst(Operation.CHAT, chosen("flex", "fast", ""))).isEqualTo(6 * usual);
    assertThat(paid(chosen("flex", "", ""), Usage.Extras.NONE)).isEqualTo(2_000_000);
    assertThat(paid(chosen("flex", "", ""), tier("flex"))).isEqualTo(1_000_000);
  }

  @Test
  void tokens_cost_by_the_tier_that_the_answer_names() {
    assertThat(paid(PricedExtras.NONE, tier("priority"))).isEqualTo(4_000_000);
    assertThat(paid(PricedExtras.NONE, tier("flex"))).isEqualTo(1_000_000);
    assertThat(paid(PricedExtras.NONE, Usage.Extras.STANDARD)).isEqualTo(2_000_000);
    assertThat(paid(chosen("priority", "", ""), Usage.Extras.STANDARD)).isEqualTo(2_000_000);
    assertThat(paid(chosen("priority", "", ""), Usage.Extras.NONE)).isEqualTo(4_000_000);
    assertThat(paid(PricedExtras.NONE, tier("never_heard_of"))).isEqualTo(2_000_000);
    assertThat(paid(chosen("", "fast", "us"), Usage.Extras.STANDARD)).isEqualTo(13_200_000);
  }

  @Test
  void a_dearer_tier_that_nobody_has_asked_for_is_noted() {
    paid(PricedExtras.NONE, Usage.Extras.STANDARD);
    paid(PricedExtras.NONE, tier("flex"));
    paid(chosen("priority", "", ""), tier("priority"));
    assertThat(budgets.unaskedTiers().of("p/m")).isEmpty();
    paid(PricedExtras.NONE, tier("priority"));
    assertThat(budgets.unaskedTiers().of("p/m")).contains(new UnaskedTiers.Told("priority", 1));
  }

  @Test
  void a_tier_that_an_account_has_by_default_counts_where_a_request_names_none() {
    var usual = BudgetFixture.book(PRICED).price("p/m", 0).orElseThrow();
    var price = new Price(usual.row(), BigDecimal.ONE, "priority");
    assertThat(price.mostWith(100, PricedExtras.NONE, false)).isEqualTo(200);
    assertThat(price.likelyWith(100, PricedExtras.NONE)).isEqualTo(200);
    assertThat(price.mostWith(100, chosen("flex", "", ""), false)).isEqualTo(100);
    Usage silent = new Usage(1_000, 0, 0, false);
    Meters meters = Meters.of(silent);
    assertThat(price.nanos(meters, silent, PricedExtras.NONE)).isEqualTo(2_000_000);
    Usage told = silent.with(Usage.Extras.STANDARD);
    assertThat(price.nanos(meters, told, PricedExtras.NONE)).isEqualTo(1_000_000);
    assertThat(price.isDearerTier(PricedExtras.NONE, tier("priority"))).isFalse();
  }

  @Test
  void a_search_that_no_answer_counts_is_one() {
    var uncounted =
        new Use(Optional.of(PricedExtra.WEB_SEARCH), "web_search_options", Long.MAX_VALUE, false);
    assertThat(paid(uses(uncounted), Usage.Extras.NONE)).isEqualTo(2_000_000 + 10_000_000);
  }

  @Test
  void a_client_that_leaves_pays_at_least_what_is_likely() {
    fixture.book = BudgetFixture.book(PRICED);
    Usage usage = new Usage(1_000, 0, 0, Usage.Told.INPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE);
    pay(payer, call(search()), MODEL)
        .settle(new Payer.Bill("p/m", usage, true, true, new Failed.Cancelled()));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(2_000_000 + 20_000_000);
    Usage more = usage.with(told(PricedExtra.WEB_SEARCH, 9));
    pay(payer, call(search()), MODEL)
        .settle(new Payer.Bill("p/m", more, true, true, new Failed.Cancelled()));
    assertThat(fixture.paid.getLast().nanos()).isEqualTo(2_000_000 + 90_000_000);
  }

  @Test
  void what_was_not_owed_costs_no_extra() {
    fixture.book = BudgetFixture.book(PRICED);
    pay(payer, call(search()), MODEL)
        .settle(new Payer.Bill("p/m", Usage.NONE, false, false, new Failed.Cancelled()));
    assertThat(fixture.paid.getLast().nanos()).isZero();
  }

  @Test
  void servers_of_ones_own_run_anything_for_nothing() {
    fixture.book = new PriceBook(List.of(), Map.of("p", "vllm"), Map.of());
    var unknown = new Use(Optional.empty(), "tools[].own", Long.MAX_VALUE, true);
    pay(payer, call(uses(unknown)), MODEL).settle(bill(told(PricedExtra.WEB_SEARCH, 3)));
    assertThat(fixture.paid.getLast().nanos()).isZero();
    assertThat(fixture.paid.getLast().priced()).isTrue();
  }

  @Test
  void moderations_are_free_for_keys_with_budgets() {
    fixture.book = new PriceBook(List.of(), Map.of("p", "openai"), Map.of());
    Call moderation = BudgetFixture.call(Operation.MODERATIONS, 400, OptionalLong.empty());
    assertThat(payer.reserve(moderation, List.of("p/"))).isInstanceOf(Payer.Accepted.class);
    assertThat(refused(payer.reserve(BudgetFixture.call(), List.of("p/m"))))
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            invalid ->
                assertThat(invalid.message())
                    .contains("add `{provider: p, model: \"m\", input: DOLLARS"));
  }
}
