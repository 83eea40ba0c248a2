package dev.sluice;

import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Makes calls of an application's requests. Safe for any thread.
final class RequestCalls {
  private static final Duration NO_DEADLINE = Duration.ofDays(1);

  private final MemoryBudget memory;
  private final Clock clock;
  private final AtomicLong ids = new AtomicLong();

  /// The headers that pass to at least one provider.
  private volatile ClientHeaders passing = ClientHeaders.ofAny(List.of());

  /// @param memory for the requests' bodies
  RequestCalls(MemoryBudget memory, Clock clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// Lets these headers pass from now on.
  void pass(ClientHeaders headers) {
    passing = headers;
  }

  /// The call of a request, which arrives now.
  ///
  /// @param loop the event loop that is to own its sockets
  /// @throws CallFailedException if the request cannot be read, or if memory for it is scarce
  Call of(Request request, Loop loop) {
    Body body = request.body().read(memory);
    long now = clock.nanos();
    return new Call(
        "call-" + ids.incrementAndGet(),
        request.operation(),
        facts(request, body),
        body,
        headers(request.headers()),
        now,
        Deadline.in(request.deadline().orElse(NO_DEADLINE), now),
        loop,
        request.hints(),
        FailedTargets.NONE,
        Call.Trace.NONE,
        request.payer(),
        "",
        CallOrigin.NONE);
  }

  private static RequestFacts facts(Request request, Body body) {
    var scanner = new RequestScanner(request.operation(), request.model(), request.streamed());
    ByteBuf bytes = body.bytes();
    int from = bytes.arrayOffset() + bytes.readerIndex();
    try {
      scanner.add(bytes.array(), from, from + bytes.readableBytes());
      return scanner.facts();
    } catch (InvalidRequest e) {
      body.close();
      throw new CallFailedException(e.why());
    }
  }

  private Map<String, String> headers(Map<String, String> all) {
    if (all.isEmpty()) {
      return all;
    }
    var passed = new HashMap<String, String>();
    all.forEach(
        (name, value) -> {
          if (passing.pass(name) && ClientHeaders.fit(value)) {
            passed.put(name, value);
          }
        });
    return passed;
  }
}
