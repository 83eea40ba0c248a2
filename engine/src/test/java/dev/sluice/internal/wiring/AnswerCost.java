package dev.sluice.internal.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingPayer;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.DiscardingResponse;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.transport.AnswerSink;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;

/// Prints what the pipeline of a plain route allocates for a call and for an event, and how many
/// objects a stream holds that waits for its next event, without any socket. A program, not a test:
///
/// ```text
/// java -cp ... dev.sluice.internal.wiring.AnswerCost
/// ```
final class AnswerCost implements Transport {
  private static final int CALLS = 20_000;
  private static final int EVENTS = 200;
  private static final int WAITING = 2_000;
  private static final Head STREAM = new Head(200, Map.of("content-type", "text/event-stream"));
  private static final ByteBuf EVENT =
      bytes(
          "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
              + "\"delta\":{\"content\":\"eight by\"},\"finish_reason\":null}]}\n\n");
  private static final ByteBuf LAST =
      bytes(
          "data:"
              + " {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
              + "data:"
              + " {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}\n\n"
              + "data: [DONE]\n\n");

  private final VirtualLoop loop = new VirtualLoop();
  private final Service pipeline = AnswerPathTest.pipeline(loop, this);
  private final CountDownLatch waiting = new CountDownLatch(WAITING);
  private final CountDownLatch over = new CountDownLatch(1);
  private int events = 1;
  private boolean waits;

  private static ByteBuf bytes(String text) {
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
  }

  @Override
  public Outcome exchange(AttemptInfo attempt, WireRequest request, Loop on, AnswerSink answer)
      throws InterruptedException {
    request.body().release();
    attempt.begin(_ -> {});
    answer.attach(attempt);
    attempt.progress(Progress.CONNECTED);
    answer.progress(Progress.CONNECTED);
    attempt.progress(Progress.SENT);
    answer.progress(Progress.SENT);
    answer.head(STREAM);
    for (int i = 0; i < events; i++) {
      answer.body(EVENT.duplicate());
      answer.flush();
    }
    if (waits) {
      waiting.countDown();
      over.await();
    }
    answer.body(LAST.duplicate());
    answer.end();
    return new Answered();
  }

  private void send(Call call) {
    try {
      Outcome outcome = pipeline.send(call, new CommitPoint(DiscardingResponse.NOBODY, true, loop));
      if (!(outcome instanceof Answered)) {
        throw new IllegalStateException(outcome.toString());
      }
    } catch (InterruptedException left) {
      throw new IllegalStateException(left);
    }
  }

  /// Returns the bytes that this thread allocates for one call.
  private double allocated(Call call, int calls) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < calls; i++) {
      send(call);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      send(call);
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / calls;
  }

  /// Returns the objects and bytes of the heap.
  private static long[] heap() throws Exception {
    var command = new ObjectName("com.sun.management:type=DiagnosticCommand");
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    command,
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    String[] total = histogram.substring(histogram.lastIndexOf("Total")).trim().split("\\s+", -1);
    return new long[] {Long.parseLong(total[1]), Long.parseLong(total[2])};
  }

  private void hold(Call call) throws Exception {
    waits = true;
    events = 3;
    long[] before = heap();
    for (int i = 0; i < WAITING; i++) {
      var _ = Thread.ofVirtual().start(() -> send(call));
    }
    waiting.await();
    long[] after = heap();
    System.out.printf(
        "a stream that waits: %.1f objects, %.0f bytes%n",
        (double) (after[0] - before[0]) / WAITING, (double) (after[1] - before[1]) / WAITING);
    over.countDown();
  }

  public static void main(String[] args) throws Exception {
    var cost = new AnswerCost();
    Call plain = Calls.streamed(cost.loop, "m");
    Call paid = plain.paidBy(new RecordingPayer());
    double one = cost.allocated(plain, CALLS);
    double key = cost.allocated(paid, CALLS);
    cost.events = EVENTS + 1;
    double many = cost.allocated(plain, CALLS / 20);
    System.out.printf("a call of one event: %.0f bytes, with a payer %.0f%n", one, key);
    System.out.printf("an event: %.0f bytes%n", (many - one) / EVENTS);
    cost.hold(plain);
  }
}
