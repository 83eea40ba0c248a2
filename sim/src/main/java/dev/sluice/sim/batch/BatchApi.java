package dev.sluice.sim.batch;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.BatchStep;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.BatchTerms.RequestRule;
import dev.sluice.sim.wire.HttpReply;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The batch and file APIs; the way into this package. Safe for any number of threads.
public final class BatchApi {
  private final Batches batches;
  private final OpenAiFiles files;
  private final OpenAiBatches openAi;
  private final AnthropicBatches anthropic;
  private final GeminiFiles geminiFiles;
  private final GeminiBatches gemini;
  private final long seed;
  private final Clock clock;
  private final long start;
  private final ConcurrentHashMap<BatchStep, AtomicLong> steps = new ConcurrentHashMap<>();

  /// @param seed of what is drawn
  /// @param clock by which batches get on
  /// @param executor runs a task for each batch, which answers its lines
  public BatchApi(BatchTerms terms, long seed, Clock clock, LineCaller caller, Executor executor) {
    this.batches = new Batches(terms, seed, clock, caller, executor);
    this.files = new OpenAiFiles(batches);
    this.openAi = new OpenAiBatches(batches, files);
    this.anthropic = new AnthropicBatches(batches);
    this.geminiFiles = new GeminiFiles(batches, new GeminiUploads(clock));
    this.gemini = new GeminiBatches(batches);
    this.seed = seed;
    this.clock = clock;
    this.start = clock.nanos();
  }

  /// An answer in OpenAI's form.
  ///
  /// @param fault what strikes it by a rule of the scenario; null for none
  public record Answer(HttpReply reply, @Nullable FaultCall fault) {}

  /// Answers a request; null if it is not about batches or files.
  public @Nullable Answer answer(ApiRequest request) {
    Route route = Route.of(request.received());
    if (route == null) {
      return null;
    }
    FaultCall fault = fault(route.step());
    try {
      return new Answer(reply(route, request), fault);
    } catch (Refusal e) {
      return new Answer(e.error().reply(request.headers()), fault);
    }
  }

  private HttpReply reply(Route route, ApiRequest request) throws Refusal {
    return switch (route.dialect()) {
      case OPENAI -> route.file() ? files.answer(route, request) : openAi.answer(route, request);
      case ANTHROPIC -> anthropic.answer(route, request);
      case GEMINI ->
          route.file() ? geminiFiles.answer(route, request) : gemini.answer(route, request);
    };
  }

  /// The fault of a request of this step, by the first rule that strikes it.
  private @Nullable FaultCall fault(BatchStep step) {
    long number = steps.computeIfAbsent(step, _ -> new AtomicLong()).incrementAndGet();
    SplittableRandom dice = new SplittableRandom(seed + 31 * number + step.label().hashCode());
    FaultCall fault = null;
    for (RequestRule rule : batches.terms().requests()) {
      // Each rule throws its dice at each request, so that no rule changes what another one draws.
      double drawn = dice.nextDouble();
      boolean strikes =
          rule.on() == step && rule.rule().strikes(number, clock.nanos() - start, drawn);
      if (strikes && fault == null) {
        fault = rule.rule().fault();
      }
    }
    return fault;
  }

  /// Ends all batches whose time has come, so that they are billed.
  public void settle() {
    batches.settle();
  }

  /// Answers no more lines.
  public void stop() {
    batches.stop();
  }
}
