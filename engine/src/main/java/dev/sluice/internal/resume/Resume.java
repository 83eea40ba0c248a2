package dev.sluice.internal.resume;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.internal.resume.Continuers.Way;
import dev.sluice.internal.resume.PrefillFormat.Continuation;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Filter that resumes, once, a streamed answer that breaks off after the client has seen its
/// beginning. If the rest cannot be had the client is told of the fault that broke the answer off,
/// as it would be without the filter.
///
/// The attempts at the rest pass the same filters as all attempts. These attempts are charged to
/// the repeat budget of the target that has failed, since a provider whose streams all break off
/// would otherwise get twice its calls.
///
/// @param max how many bytes of an answer are kept; a longer one is not resumed
/// @param memory the budget for the kept bytes
public record Resume(
    Continuers continuers, PrefillFormat dialect, int max, Repeats repeats, MemoryBudget memory)
    implements Filter {
  /// How many copies of the request and of what was delivered there are at once.
  private static final long COPIES = 3;

  /// The budget that resumptions share with retries.
  @FunctionalInterface
  public interface Repeats {
    /// Takes one repeat of a call at `target`, if one is left.
    ///
    /// @return a task that gives the repeat back if no attempt is made of it
    Optional<Runnable> take(String target);
  }

  @Override
  public boolean passes(Call call) {
    return call.operation() != Operation.CHAT || !call.facts().stream();
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    // An answer that breaks off is asked for again.
    boolean _ = call.body().keep();
    var reservation = memory.reserve(MemoryBudget.Use.COPY, call.hints().caller());
    var delivered = new DeliveredSink(sink, reservation, max);
    try {
      Outcome outcome = next.send(call, delivered);
      return outcome instanceof Failed why && breaksOff(why) && sink.committed()
          ? resumed(call, sink, next, delivered, why)
          : outcome;
    } finally {
      call.loop().execute(delivered::close);
    }
  }

  /// Whether a failure breaks an answer off: it is the fault of neither the request nor the client.
  private static boolean breaksOff(Failed why) {
    return switch (why) {
      case Failed.Unreachable _, Failed.Overloaded _, Failed.Throttled _ -> true;
      case Failed.BadAnswer bad ->
          bad.flaw() == Failed.Flaw.TRUNCATED || bad.flaw() == Failed.Flaw.MALFORMED;
      case Failed.TimedOut late -> late.phase() == Failed.Phase.STALL;
      default -> false;
    };
  }

  private Outcome resumed(Call call, Sink sink, Service next, DeliveredSink delivered, Failed first)
      throws InterruptedException {
    String cut = sink.info().target();
    Optional<Way> way = continuers.after(call, cut);
    Optional<Runnable> paid = way.flatMap(_ -> repeats.take(cut));
    if (way.isEmpty() || paid.isEmpty()) {
      return first;
    }
    var attempted = new AtomicBoolean();
    try (var reservation = memory.reserve(MemoryBudget.Use.COPY, call.hints().caller())) {
      Delivered seen = onLoop(call, sink, delivered);
      Optional<Continuation> rest = rest(call, seen, way.get(), reservation);
      if (rest.isEmpty()) {
        return first;
      }
      sink.info().goesOn(seen.used());
      var resumed = new ResumedSink(sink, rest.get(), attempted);
      Outcome outcome = send(call, rest.get(), way.get(), resumed, next);
      if (!(outcome instanceof Failed) || resumed.committed()) {
        return outcome;
      }
      reset(call, resumed);
      return first;
    } finally {
      if (!attempted.get()) {
        paid.get().run();
      }
    }
  }

  /// @param reservation the memory of the copies that are made to ask for the rest; then of the
  ///   text that is kept
  private Optional<Continuation> rest(Call call, Delivered seen, Way way, Reservation reservation)
      throws InterruptedException {
    if (seen.text().isEmpty()) {
      return Optional.empty();
    }
    byte[] text = seen.text().get();
    if (!reservation.resize(COPIES * call.body().size() + COPIES * text.length)) {
      return Optional.empty();
    }
    Optional<Continuation> rest = dialect.continuation(call, text, way.how());
    boolean _ = reservation.resize(text.length);
    return rest;
  }

  /// @return a failure where there is no memory for the request
  private Outcome send(Call call, Continuation rest, Way way, ResumedSink resumed, Service next)
      throws InterruptedException {
    Optional<Body> body = memory.body(Unpooled.wrappedBuffer(rest.body()), call.hints().caller());
    if (body.isEmpty()) {
      return new Failed.OutOfMemory();
    }
    // The client has its first byte.
    var deadline = new Deadline(call.deadline().nanos());
    try (Body kept = body.get()) {
      Call asking = call.with(call.id(), rest.facts(), kept, deadline, call.hints());
      return next.send(asking.withFailedTargets(way.failed()), resumed);
    }
  }

  /// @param text what has reached the client; empty where that was too much to keep
  /// @param used the usage of the attempts so far
  private record Delivered(Optional<byte[]> text, Usage used) {}

  /// Resets the sink on the loop, and waits for that, since the usage is settled when this returns.
  private static void reset(Call call, ResumedSink resumed) {
    CompletableFuture.runAsync(resumed::reset, call.loop()::execute).join();
  }

  /// Returns what the sink has, once the loop has passed on everything that the attempt has said.
  private static Delivered onLoop(Call call, Sink sink, DeliveredSink delivered) {
    return CompletableFuture.supplyAsync(
            () -> new Delivered(delivered.delivered(), sink.info().usage()), call.loop()::execute)
        .join();
  }
}
