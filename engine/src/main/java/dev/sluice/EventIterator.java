package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.dialect.json.GrowableBytes;
import dev.sluice.dialect.sse.EventScanner;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads an answer event by event, as it comes, and makes of each what is asked for. For one
/// thread.
///
/// @param <T> what is made of the events
final class EventIterator<T> implements Iterator<T>, EventScanner.Listener {
  private static final int LARGEST = 8 << 20;
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private final AnswerContent content;

  /// The answer that is read, which must not be taken for garbage meanwhile.
  private final Answer of;

  private final EventMapper<T> mapper;
  private final EventScanner scanner = new EventScanner(this);
  private final GrowableBytes data = new GrowableBytes();
  private final Queue<T> made = new ArrayDeque<>();
  private boolean ended;

  /// Makes something of an event.
  @FunctionalInterface
  interface EventMapper<T> {
    /// Makes what there is to make of one event.
    ///
    /// @param name the event's name; empty for none
    /// @param data the event's data, from 0 to `length`; valid until it returns
    /// @param sink takes what is made of it, which may be nothing
    void map(String name, byte[] data, int length, Consumer<T> sink);
  }

  EventIterator(AnswerContent content, Answer of, EventMapper<T> mapper) {
    this.content = content;
    this.of = of;
    this.mapper = mapper;
  }

  @Override
  public boolean hasNext() {
    while (made.isEmpty() && !ended) {
      readOn();
    }
    return !made.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the answer has ended");
    }
    return made.remove();
  }

  private void readOn() {
    byte[] part = part();
    if (part == null) {
      ended = true;
      scanner.end();
    } else {
      scanner.feed(part, 0, part.length);
    }
  }

  private byte @Nullable [] part() {
    try {
      return content.part();
    } catch (InterruptedIOException left) {
      throw new UncheckedIOException(left);
    } finally {
      Reference.reachabilityFence(of);
    }
  }

  @Override
  public void data(byte[] a, int from, int to) {
    if (data.length() + to - from > LARGEST) {
      throw content.bad(Failed.Flaw.TOO_LARGE, "an event of the answer is larger than 8 MiB");
    }
    data.add(a, from, to);
  }

  @Override
  public boolean event(int end) {
    if (data.length() > 0 && !data.is(DONE, 0, DONE.length)) {
      mapper.map(scanner.name(), data.array(), data.length(), made::add);
    }
    data.clear();
    return true;
  }
}
