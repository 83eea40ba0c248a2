package dev.sluice.sim;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.batch.LineAnswer;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiApi;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.Shape;
import dev.sluice.sim.dialect.Speaker;
import dev.sluice.sim.dialect.Vectors;
import dev.sluice.sim.limit.LimitDecision;
import dev.sluice.sim.limit.Limiter;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.prompt.Prompt;
import dev.sluice.sim.prompt.PromptCache;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// A model at work: how many calls it has had, and what it still allows. The result of the n-th
/// call depends on the seed, the model and n alone. Safe for any number of threads.
final class ModelState {
  private final Model model;
  private final long seed;
  private final Clock clock;
  private final long startNanos;
  private final Limiter limiter;
  private final boolean unlimited;
  private final AtomicLong calls = new AtomicLong();
  private final PromptCache prompts = new PromptCache();
  private final double discount;

  ModelState(Model model, long seed, Clock clock) {
    this.model = model;
    this.seed = SeedMixer.of(seed, model.name().hashCode());
    this.clock = clock;
    this.startNanos = clock.nanos();
    this.limiter = new Limiter(model.limits(), startNanos);
    this.discount = model.cacheDiscount();
    this.unlimited = model.limits().equals(ModelLimits.NONE);
  }

  HttpReply answer(ReadCall call, ReceivedRequest request, PendingReply ticket) throws Refusal {
    RequestContent ask = call.content();
    long number = calls.incrementAndGet();
    SplittableRandom random = new SplittableRandom(SeedMixer.of(seed, number));
    strike(number, random, ticket);
    LimitDecision decision = admit(ask);
    if (!unlimited) {
      RateHeaders.add(ticket.headers(), limiter, clock.nanos());
    }
    return switch (decision) {
      case LimitDecision.Refused refused -> Throttled.reply(refused, ask.model(), ticket.headers());
      case LimitDecision.Granted granted -> {
        long cached = cached(ask, request);
        ticket.reads(ask.inputTokens(), cached, ask.inputTokens() - discount * cached);
        SampledPace pace = new SampledPace(model.speed(), random.split());
        ticket.granted(() -> settle(granted, call, pace));
        ModelTraits traits = traits(ticket.id(), ticket.shape(), pace, random, cached);
        OpenAiApi.check(request.body(), traits.shape());
        HttpReply reply = call.answer(traits, ticket.headers());
        ticket.billed(call.free() ? 0 : call.billedInput(), call.free());
        yield reply;
      }
    };
  }

  /// Answers a line of a batch, which takes nothing of what calls may have.
  ///
  /// @param id a part of every identifier in the answer
  /// @param draw what is drawn depends on it
  /// @throws Refusal if it is wrong
  LineResult line(ReadCall call, ReceivedRequest request, String id, long draw, Shape shape)
      throws Refusal {
    RequestContent ask = call.content();
    SplittableRandom random = new SplittableRandom(SeedMixer.of(seed, draw));
    long cached = cached(ask, request);
    SampledPace pace = new SampledPace(Model.Speed.AT_ONCE, random.split());
    OpenAiApi.check(request.body(), shape);
    HttpReply reply = call.answer(traits(id, shape, pace, random, cached), new ArrayList<>());
    long input = call.free() ? 0 : call.billedInput();
    return new LineResult(
        reply,
        new LineAnswer.Tokens(input, cached, pace.produced()),
        ask.inputTokens() - discount * cached);
  }

  private void strike(long number, SplittableRandom random, PendingReply ticket) {
    long nanos = clock.nanos() - startNanos;
    for (FaultRule rule : model.faults()) {
      // Each rule throws its dice at each call, so that no rule changes what another one draws.
      boolean strikes = rule.strikes(number, nanos, random.nextDouble());
      if (strikes && ticket.fault() == null) {
        ticket.strike(rule.fault());
      }
    }
  }

  private LimitDecision admit(RequestContent ask) {
    long reserve = ask.inputTokens() + Math.max(0, (long) ask.maxTokens() * ask.choices());
    return unlimited ? new LimitDecision.Granted(reserve) : limiter.admit(reserve, clock.nanos());
  }

  /// Charges the limit what the answer tells, whatever was set aside for it.
  ///
  /// @return how many tokens were written
  private long settle(LimitDecision.Granted granted, ReadCall call, SampledPace pace) {
    if (!unlimited) {
      limiter.settle(granted, call.billedInput() + pace.produced(), clock.nanos());
    }
    return pace.produced();
  }

  /// Returns how many tokens of the prompt the model's cache knows.
  private long cached(RequestContent ask, ReceivedRequest request) {
    return discount == 0
        ? 0
        : Math.min(ask.inputTokens(), prompts.cached(Prompt.of(request.body()), clock.nanos()));
  }

  private ModelTraits traits(
      String id, Shape shape, SampledPace pace, SplittableRandom random, long cached) {
    return new ModelTraits(
        id,
        clock.wall().getEpochSecond(),
        Speaker.drawn(random, () -> (int) Math.max(1, Math.round(model.output().draw(random)))),
        pace,
        shape,
        Vectors.drawn(model.dimensions()),
        cached);
  }
}
