package dev.sluice;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Makes calls of an application's requests. Safe for any thread.
final class RequestCalls {
  private static final Duration NO_DEADLINE = Duration.ofDays(1);

  private final MemoryBudget memory;
  private final Clock clock;
  private final AtomicLong ids = new AtomicLong();

  /// @param memory for the requests' bodies
  RequestCalls(MemoryBudget memory, Clock clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// The call of a request, which arrives now.
  ///
  /// @param loop the event loop that is to own its sockets
  /// @throws CallFailedException if the request cannot be read, or if memory for it is scarce
  Call of(Request request, Loop loop) {
    byte[] json = request.bytes();
    RequestFacts facts = facts(request, json);
    Body body =
        memory
            .body(Unpooled.wrappedBuffer(json), SchedulingHints.NOBODY)
            .orElseThrow(
                () ->
                    new CallFailedException(
                        new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty())));
    long now = clock.nanos();
    return new Call(
        "call-" + ids.incrementAndGet(),
        request.operation(),
        facts,
        body,
        Map.of(),
        now,
        Deadline.in(request.deadline().orElse(NO_DEADLINE), now),
        loop);
  }

  private static RequestFacts facts(Request request, byte[] json) {
    try {
      return RequestScanner.scan(request.operation(), json, 0, json.length);
    } catch (InvalidRequest e) {
      throw new CallFailedException(e.why());
    }
  }
}
