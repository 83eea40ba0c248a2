package dev.sluice.lab.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.Answer;
import dev.sluice.CallFailedException;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import dev.sluice.server.CannotListen;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Random calls, sent together while the provider fails at random, and alone while it does not: the
/// answers are the same, but for the usage.
final class EquivalenceCheck {
  private static final int CALLERS = 128;

  /// More vectors than one of these calls asks for.
  private static final String MANY = "5";

  private final int calls;
  private final long seed;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger different = new AtomicInteger();

  EquivalenceCheck(int calls, long seed) {
    this.calls = calls;
    this.seed = seed;
  }

  /// The result of a comparison.
  ///
  /// @param different how many answers were others than alone
  /// @param failed the share of the calls without an answer
  /// @param perUpstream calls for each upstream call
  record Compared(int different, double failed, double perUpstream) {}

  Compared run() throws InterruptedException, CannotListen {
    Model model = Model.named("m").dimensions(12);
    Model flaky =
        model.speed(new Model.Speed(new Distribution.Uniform(2e6, 20e6), Distribution.of(0)));
    Scenario failing = Scenario.of(flaky.faults(faults())).seed(seed);
    try (BatchRig rig = new BatchRig(failing, Scenario.of(model))) {
      compareAll(rig.serving().gateway());
      double perUpstream = (double) calls / (double) rig.upstream("batched");
      return new Compared(different.get(), (double) failed.get() / calls, perUpstream);
    }
  }

  /// Some break the whole call, some refuse it, some spoil its answer if it is a shared one: a call
  /// that goes alone is passed on as it is.
  private static FaultRule[] faults() {
    return new FaultRule[] {
      sometimes(Fault.STATUS, "503"),
      sometimes(Fault.RESET_BEFORE_HEAD, ""),
      sometimes(Fault.CUT, "100"),
      sometimes(Fault.TRUNCATED_JSON, ""),
      sometimes(Fault.STATUS, "400"),
      sometimes(Fault.HALF_MISSING, MANY),
      sometimes(Fault.CONTRADICTION, MANY),
      sometimes(Fault.DUPLICATES, MANY),
      sometimes(Fault.UNORDERED, MANY)
    };
  }

  private static FaultRule sometimes(Fault fault, String argument) {
    return FaultRule.sometimes(new FaultCall(fault, argument), 0.02);
  }

  private void compareAll(Gateway gateway) throws InterruptedException {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> caller = () -> compare(gateway);
      for (Future<Integer> one : callers.invokeAll(Collections.nCopies(CALLERS, caller))) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a caller broke", e);
    }
  }

  private int compare(Gateway gateway) throws InterruptedException, IOException {
    int compared = 0;
    for (int n = next.getAndIncrement(); n < calls; n = next.getAndIncrement()) {
      compare(gateway, RandomCalls.rest(seed, n));
      compared++;
    }
    return compared;
  }

  /// Compares the answer to one call with the answer to the same call sent alone.
  private void compare(Gateway gateway, String rest) throws InterruptedException, IOException {
    Optional<String> together = ask(gateway, "batched", rest);
    if (together.isEmpty()) {
      failed.incrementAndGet();
    } else if (!together.equals(ask(gateway, "alone", rest))) {
      different.incrementAndGet();
    }
  }

  /// The answer without its usage; empty if there is none.
  private static Optional<String> ask(Gateway gateway, String route, String rest)
      throws InterruptedException, IOException {
    var request = Request.of(Operation.EMBEDDINGS, "{\"model\":\"" + route + "\"," + rest);
    try (Answer answer = gateway.call(request.within(Duration.ofSeconds(30)))) {
      String body = new String(answer.body().readAllBytes(), UTF_8);
      return Optional.of(body.replaceFirst("\"usage\":\\{[^}]*}", ""));
    } catch (CallFailedException _) {
      return Optional.empty();
    }
  }
}
