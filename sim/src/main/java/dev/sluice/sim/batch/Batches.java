package dev.sluice.sim.batch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.batch.ParsedInput.Source;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.fault.BatchFault;
import dev.sluice.sim.fault.BatchFaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.BatchTerms.BatchRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// All batches, the last so many of them. Safe for any number of threads.
final class Batches {
  private static final int MOST = 1_000;
  private static final int MOST_RUNNING = 100;
  private static final String FAULTY = "sim-fault/";

  private final BatchTerms terms;
  private final long seed;
  private final Clock clock;
  private final LineCaller caller;
  private final Executor executor;
  private final KeptFiles files = new KeptFiles();
  private final HeldBytes room = new HeldBytes();

  private volatile boolean stopped;

  @GuardedBy("this")
  private final Map<String, Batch> batches = new LinkedHashMap<>();

  @GuardedBy("this")
  private long made;

  Batches(BatchTerms terms, long seed, Clock clock, LineCaller caller, Executor executor) {
    this.terms = terms;
    this.seed = seed;
    this.clock = clock;
    this.caller = caller;
    this.executor = executor;
  }

  BatchTerms terms() {
    return terms;
  }

  Clock clock() {
    return clock;
  }

  KeptFiles files() {
    return files;
  }

  /// Makes a batch.
  ///
  /// @param model of its first line, which may name a fault
  /// @param words what its provider tells of it
  /// @throws Refusal if its fault is that it is not made, or too many have not ended
  BatchView make(
      Route route,
      ApiRequest request,
      String model,
      Map<String, String> words,
      ResultForm form,
      Source source)
      throws Refusal {
    Batch batch;
    synchronized (this) {
      if (batches.values().stream().filter(one -> !one.isOver()).count() >= MOST_RUNNING) {
        String message = "Batch queue limit reached: " + MOST_RUNNING + " batches have not ended.";
        throw new Refusal(
            new OpenAiError(429, "requests", null, "batch_queue_limit_exceeded", message));
      }
      batch = new Batch(order(route, request, model, words), form, files, room);
      batches.put(batch.order().id(), batch);
      if (batches.size() > MOST) {
        Iterator<Batch> eldest = batches.values().iterator();
        eldest.next().forget();
        eldest.remove();
      }
    }
    BatchView view = batch.look(clock.nanos(), clock.wall());
    executor.execute(() -> batch.run(source, caller, () -> stopped));
    return view;
  }

  @GuardedBy("this")
  private BatchOrder order(Route route, ApiRequest request, String model, Map<String, String> words)
      throws Refusal {
    long number = ++made;
    BatchFaultCall fault = fault(request, model, number);
    if (fault != null && fault.is(BatchFault.REFUSED)) {
      throw new Refusal(OpenAiError.of(fault.number()));
    }
    if (fault != null
        && fault.is(BatchFault.INVALID)
        && route.dialect() == BatchDialect.ANTHROPIC) {
      // It knows no batch that fails: what is wrong is refused at once.
      throw new Refusal(OpenAiError.invalid("requests", null, "requests.0: Input is invalid."));
    }
    SplittableRandom random = new SplittableRandom(seed * 31 + number);
    long drawn = (long) terms.takes().draw(random);
    long takes = fault != null && fault.is(BatchFault.TAKES) ? fault.nanos() : drawn;
    return new BatchOrder(
        route.dialect(),
        request.id(),
        request.owner(),
        clock.wall(),
        clock.nanos(),
        takes,
        random.nextLong(),
        fault,
        words);
  }

  private @Nullable BatchFaultCall fault(ApiRequest request, String model, long number)
      throws Refusal {
    if (request.fault() != null) {
      return request.fault();
    }
    String named = model.startsWith(FAULTY) ? model.substring(FAULTY.length()) : "";
    if (BatchFaultCall.names(named)) {
      try {
        return BatchFaultCall.parse(named);
      } catch (InvalidFault e) {
        throw new Refusal(OpenAiError.invalid("model", null, "model " + e.getMessage()));
      }
    }
    return terms.faults().stream()
        .filter(rule -> rule.strikes(number))
        .map(BatchRule::fault)
        .findFirst()
        .orElse(null);
  }

  /// The batch with this id as it is now; null where there is none of this owner's, or it is lost.
  @Nullable BatchView look(BatchDialect dialect, String id, String owner) {
    Batch batch = find(dialect, id, owner);
    return batch == null || !batch.isKnown() ? null : batch.look(clock.nanos(), clock.wall());
  }

  /// Asks a batch to end; null as above.
  @Nullable BatchView cancel(BatchDialect dialect, String id, String owner) {
    Batch batch = find(dialect, id, owner);
    return batch == null || !batch.isKnown() ? null : batch.cancel(clock.nanos(), clock.wall());
  }

  /// The batches of an owner as they are now, the eldest first.
  List<BatchView> list(BatchDialect dialect, String owner) {
    List<BatchView> views = new ArrayList<>();
    for (Batch batch : all()) {
      BatchOrder order = batch.order();
      if (order.dialect() == dialect && order.owner().equals(owner) && batch.isListed()) {
        views.add(batch.look(clock.nanos(), clock.wall()));
      }
    }
    return views;
  }

  void remove(String id) {
    Batch batch;
    synchronized (this) {
      batch = batches.remove(id);
    }
    if (batch != null) {
      batch.forget();
    }
  }

  /// Ends those whose time has come.
  void settle() {
    all().forEach(batch -> batch.look(clock.nanos(), clock.wall()));
  }

  /// Answers no more lines.
  void stop() {
    stopped = true;
  }

  private synchronized List<Batch> all() {
    return List.copyOf(batches.values());
  }

  private synchronized @Nullable Batch find(BatchDialect dialect, String id, String owner) {
    Batch batch = batches.get(id);
    boolean own =
        batch != null && batch.order().dialect() == dialect && batch.order().owner().equals(owner);
    return own ? batch : null;
  }
}
