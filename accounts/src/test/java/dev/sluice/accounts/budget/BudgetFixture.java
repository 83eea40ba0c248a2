package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Budgets over a clock that the test sets, and a model `p/m` at a dollar a million tokens read and
/// ten written. What is told is kept. For one thread, unless a test says otherwise.
final class BudgetFixture implements Clock, SpendListener {
  static final String PRICES =
      """
      {"provider": "p", "model": "m", "input": 1, "cache_read": 0.1, "output": 10,
       "max_output": 1000},
      {"provider": "p", "model": "free", "input": 0},
      {"provider": "p", "model": "dear", "input": 100, "output": 1000, "max_output": 1000}
      """;
  static final List<String> MODEL = List.of("p/m");

  Instant wall = Instant.parse("2026-11-26T12:00:00Z");
  long nanos = 1;
  PriceBook book = book(PRICES);
  final List<Opened> opened = new ArrayList<>();
  final List<Paid> paid = new ArrayList<>();
  final List<Wasted> wasted = new ArrayList<>();
  final List<BudgetStatus> warnings = new ArrayList<>();
  final List<BudgetStatus> exhausted = new ArrayList<>();
  final List<Refusal> refusals = new ArrayList<>();

  static PriceBook book(String rows) {
    return book(rows, Map.of());
  }

  /// @param types those of providers, by their names
  static PriceBook book(String rows, Map<String, String> types) {
    byte[] json = ("{\"models\": [" + rows + "]}").getBytes(StandardCharsets.UTF_8);
    try {
      var table = PriceFiles.read(new ByteArrayInputStream(json), LocalDate.EPOCH).table();
      return new PriceBook(List.of(table), types, Map.of());
    } catch (IOException | PriceProblem e) {
      throw new AssertionError(e);
    }
  }

  Budgets budgets(Budget... all) {
    return new Budgets(() -> book, List.of(all), ZoneOffset.UTC, this, this);
  }

  static Terms terms(Budget... key) {
    return new Terms("k", "t", KeyLimits.NONE, List.of(key), List.of());
  }

  static Terms limits(long rpm, long tpm, long concurrent) {
    return new Terms("k", "t", new KeyLimits(rpm, tpm, concurrent), List.of(), List.of());
  }

  /// A chat of 400 bytes, which are 100 tokens before anything is learned.
  static Call call() {
    return call(400, OptionalLong.of(100));
  }

  static Call call(int bytes, OptionalLong maxTokens) {
    return call(Operation.CHAT, bytes, maxTokens);
  }

  static Call call(Operation operation, int bytes, OptionalLong maxTokens) {
    return call(operation, bytes, new RequestFacts("m", 0, 0, false, false, maxTokens, false));
  }

  /// A response of 400 bytes that is to be made in the background.
  static Call background(RequestFacts.Attached attached, PricedExtras extras) {
    var streaming = new Streaming(Span.NONE, Span.NONE, Span.NONE, true, 1);
    return call(Operation.RESPONSES, attached, extras, streaming);
  }

  /// Searches of the web, which the provider makes.
  static PricedExtras search() {
    var search =
        new PricedExtras.Use(
            Optional.of(PricedExtra.WEB_SEARCH), "tools[].web_search", Long.MAX_VALUE, true);
    return new PricedExtras(List.of(search), "", "", "");
  }

  /// A chat of 400 bytes that has this beside its texts.
  static Call call(RequestFacts.Attached attached) {
    return call(Operation.CHAT, attached, PricedExtras.NONE, Streaming.UNSAID);
  }

  /// A call of 400 bytes that reads this beside its texts, and asks for this.
  static Call call(
      Operation operation,
      RequestFacts.Attached attached,
      PricedExtras extras,
      Streaming streaming) {
    return call(
        operation,
        400 + (int) attached.bytes(),
        new RequestFacts(
            "m",
            0,
            0,
            false,
            false,
            OptionalLong.of(100),
            false,
            streaming,
            Cacheability.NEVER,
            attached,
            false,
            RequestFacts.State.NONE,
            1,
            extras,
            RequestFacts.Cloud.NONE));
  }

  static Call call(Operation operation, int bytes, RequestFacts facts) {
    return new Call(
        "call-1",
        operation,
        facts,
        new Body(Unpooled.wrappedBuffer(new byte[bytes]), () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE),
        NO_LOOP);
  }

  static Payer.Payment pay(Payer payer, Call call, List<String> targets) {
    return switch (payer.reserve(call, targets)) {
      case Payer.Accepted(Payer.Payment payment) -> payment;
      case Payer.Refused(Failed why) -> throw new AssertionError(why);
    };
  }

  static Failed refused(Payer.Decision decision) {
    return switch (decision) {
      case Payer.Accepted _ -> throw new AssertionError("accepted");
      case Payer.Refused(Failed why) -> why;
    };
  }

  static Payer.Bill bill(long input, long output) {
    return bill(new Usage(input, output, 0, false), true, new Answered());
  }

  static Payer.Bill bill(Usage usage, boolean owed, Outcome outcome) {
    return new Payer.Bill("p/m", usage, true, owed, outcome);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant wall() {
    return wall;
  }

  @Override
  public OpenSpend opened(Opened call) {
    opened.add(call);
    return paid::add;
  }

  @Override
  public void wasted(Wasted attempt) {
    wasted.add(attempt);
  }

  @Override
  public void warned(BudgetStatus budget) {
    warnings.add(budget);
  }

  @Override
  public void exhausted(BudgetStatus budget) {
    exhausted.add(budget);
  }

  @Override
  public void refused(BudgetStatus budget, Refusal why) {
    refusals.add(why);
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
}
