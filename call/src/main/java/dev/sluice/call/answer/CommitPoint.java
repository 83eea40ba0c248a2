package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The last sink of a call: holds an answer until its first meaningful event, then lets everything
/// through. A whole answer means something only when it is complete, so it is held until its end.
/// Either kind is let go once [#HELD_MAX] bytes are held.
///
/// Confined to the loop, but for [#committed] and [#history].
public final class CommitPoint implements Sink {
  /// The most bytes that are held before the commit point; beyond, they are let go.
  public static final int HELD_MAX = 64 * 1024;

  /// The initial capacity of the list of parts held: a small answer comes in one part or two.
  private static final int HELD_USUALLY = 2;

  private static final Head STREAM = new Head(200, Map.of("content-type", "text/event-stream"));
  private static final byte[] COMMENT = ": waiting\n\n".getBytes(StandardCharsets.UTF_8);

  private final ClientResponse response;
  private final boolean stream;
  private final Queue<ByteBuf> held = new ArrayDeque<>(HELD_USUALLY);
  private int heldBytes;
  private @Nullable Head head;

  /// Whether the client has been sent the head of a stream.
  private boolean opened;

  private boolean ended;

  /// Whether the answer has itself told its client of its failure.
  private boolean saidFailure;

  private volatile boolean committed;
  private volatile AttemptHistory history = AttemptHistory.NONE;

  /// @param stream whether the client asked for a stream: commit at the first meaningful event, not
  ///   at the end
  public CommitPoint(ClientResponse response, boolean stream) {
    this.response = response;
    this.stream = stream;
  }

  /// The history of the attempts so far. Safe for any thread.
  public AttemptHistory history() {
    return history;
  }

  @Override
  public void queued(Duration waited) {
    history = history.and(waited);
  }

  @Override
  public void comeBack(Duration wait) {
    history = history.comingBack(wait);
  }

  /// Begins a stream for the client, without anything of an answer: the call is not committed.
  @Override
  public void alive() {
    if (!stream || committed) {
      return;
    }
    if (!opened) {
      opened = true;
      response.start(STREAM, -1, history);
    }
    response.write(Unpooled.copiedBuffer(COMMENT));
    response.flush();
  }

  @Override
  public void attach(AttemptHandle attempt) {
    history = history.and(attempt);
  }

  @Override
  public void progress(Progress progress) {
    boolean means = progress == Progress.MEANINGFUL || progress == Progress.TERMINATED;
    if (stream && means && head != null) {
      commit(-1);
    }
  }

  @Override
  public void head(Head head) {
    this.head = head;
  }

  @Override
  public void body(ByteBuf bytes) {
    if (committed) {
      response.write(bytes);
      return;
    }
    held.add(bytes);
    heldBytes += bytes.readableBytes();
    if (heldBytes >= HELD_MAX) {
      commit(head == null ? -1 : head.length());
    }
  }

  @Override
  public void flush() {
    if (committed) {
      response.flush();
    }
  }

  @Override
  public void usage(Usage usage) {
    response.usage(usage);
  }

  @Override
  public void cost(long nanos) {
    if (committed) {
      response.cost(nanos);
    } else {
      history = history.costing(nanos);
    }
  }

  @Override
  public boolean takesCost() {
    return !committed || response.takesCost();
  }

  @Override
  public void saidFailure() {
    saidFailure = true;
  }

  @Override
  public void end() {
    commit(heldBytes);
    ended = true;
    response.finish();
  }

  /// Ends the answer with an error. Changes nothing where the answer has ended already, since a
  /// later failure is no part of it.
  @Override
  public void abort(Failed why) {
    if (ended) {
      return;
    }
    Head said = head;
    if (!committed) {
      reset();
    }
    if (committed && saidFailure) {
      response.finishFailed(why);
    } else if (committed || opened) {
      response.cut(why);
    } else {
      response.refuse(why, said == null ? history : history.saying(said.headers()));
    }
  }

  @Override
  public void reset() {
    held.forEach(ByteBuf::release);
    held.clear();
    heldBytes = 0;
    head = null;
  }

  @Override
  public boolean committed() {
    return committed;
  }

  @Override
  public boolean writable() {
    return !committed || response.writable();
  }

  @Override
  public void onWritable(Runnable resume) {
    response.onWritable(resume);
  }

  private void commit(long length) {
    if (committed) {
      return;
    }
    if (head == null) {
      throw new IllegalStateException("an answer's body came before its head");
    }
    committed = true;
    if (!opened) {
      response.start(head, length, history);
    }
    held.forEach(response::write);
    held.clear();
    heldBytes = 0;
  }
}
