package dev.sluice.call.item;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.SegmentedBytes;
import io.netty.buffer.ByteBuf;
import java.util.Map;

/// A sink that buffers an answer that is to be split into its items. Nothing of the answer reaches
/// a client before it is whole, so that it may be asked for again at any time. The answer's bytes
/// are reserved in memory, and bounded by the number of items; an attempt that says more is
/// stopped.
///
/// On the loop; the collected answer is for the call's thread, after the answer has ended, and so
/// is [#close].
public class BufferingSink extends DiscardingSink implements AutoCloseable {
  /// The most bytes of one item of the answer. No vector is larger: 4,096 numbers of 20 digits, and
  /// what is around them.
  private static final int ITEM_MAX = 128 * 1024;

  /// The copies of an answer that are in memory at once: the whole that is read, and what is made
  /// of that.
  private static final int COPIES = 2;

  private static final Head NONE = new Head(200, Map.of());

  /// The outcome of an attempt whose answer is larger than its bound. It is no fault of the
  /// provider, which has done its work: no other target is asked instead, and the attempt's usage
  /// counts.
  private static final Failed STOPPED = new Failed.Cancelled();

  private final Sink observer;
  private final Reservation memory;
  private final long max;
  private Head head = NONE;
  private final SegmentedBytes held = new SegmentedBytes();
  private boolean overflown;

  /// @param memory the reservation for what this sink holds; closed with it
  /// @param items the number of items that are asked for
  public BufferingSink(Reservation memory, int items) {
    this(new DiscardingSink(), memory, items);
  }

  /// @param observer a sink that is told what becomes of the call, but nothing of the answer
  public BufferingSink(Sink observer, Reservation memory, int items) {
    this.observer = observer;
    this.memory = memory;
    this.max = (1L + items) * ITEM_MAX;
  }

  /// The head of the answer; a head without headers where the answer has had none.
  public Head head() {
    return head;
  }

  /// The usage of the answer.
  public Usage usage() {
    return info().usage();
  }

  /// The target of the last attempt, as `provider/model`; empty where there was none.
  public String target() {
    return info().target();
  }

  /// Whether the answer is larger than its bound, which is no fault of the provider.
  public boolean overflown() {
    return overflown;
  }

  /// The size of the answer in bytes.
  public long size() {
    return held.size();
  }

  /// Copies the whole body of the answer. A body above 256 KiB is not to be copied on a loop.
  public byte[] bytes() {
    return held.joined();
  }

  @Override
  public void attach(AttemptInfo attempt) {
    super.attach(attempt);
    observer.attach(attempt);
  }

  /// Passes on what concerns the call and not its answer.
  @Override
  public void signal(Signal signal) {
    switch (signal) {
      case Signal.Queued _, Signal.ComeBack _ -> observer.signal(signal);
      case Signal.Alive _, Signal.Whole _ -> {}
    }
  }

  @Override
  public void head(Head said) {
    head = said;
  }

  @Override
  public void body(ByteBuf part) {
    try {
      if (!overflown) {
        take(part);
      }
    } finally {
      part.release();
    }
  }

  private void take(ByteBuf part) {
    int more = part.readableBytes();
    long whole = (long) held.size() + more;
    if (whole > max || !memory.resize(held.with(more) + COPIES * whole)) {
      stop();
      return;
    }
    held.add(part);
  }

  private void stop() {
    drop();
    overflown = true;
    AttemptInfo attempt = info().attempt();
    if (attempt != null) {
      attempt.abort(STOPPED);
    }
  }

  @Override
  public void reset() {
    drop();
    overflown = false;
    head = NONE;
    info().drop();
  }

  private void drop() {
    held.clear();
    memory.resize(0);
  }

  /// Gives the memory back. Later parts are dropped, since a call's thread that has been
  /// interrupted does not wait for its loop. May be called any number of times.
  @Override
  public void close() {
    memory.close();
  }
}
