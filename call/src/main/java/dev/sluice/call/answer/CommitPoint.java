package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The last sink of a call: holds an answer until its first meaningful event, then lets everything
/// through. A whole answer means something only when it is complete, so it is held until its end.
/// Either kind is let go once [#HELD_MAX] bytes are held.
///
/// Confined to the loop, but for [#committed] and [#info].
public final class CommitPoint implements Sink {
  /// The most bytes that are held before the commit point; beyond, they are let go.
  public static final int HELD_MAX = 64 * 1024;

  /// The initial capacity of the list of parts held: a small answer comes in one part or two.
  private static final int HELD_USUALLY = 2;

  private static final Head STREAM = new Head(200, Map.of("content-type", "text/event-stream"));
  private static final byte[] COMMENT = ": waiting\n\n".getBytes(StandardCharsets.UTF_8);

  private final ClientResponse response;
  private final boolean stream;
  private final Clock clock;
  private final @Nullable Body body;
  private final CallInfo info = new CallInfo();

  /// The parts that are held. Immutable and empty where none are: a stream lasts long.
  private List<ByteBuf> held = List.of();

  private int heldBytes;
  private @Nullable Head head;

  /// Whether the client has been sent the head of a stream.
  private boolean opened;

  private boolean ended;

  private volatile boolean committed;

  /// @param stream whether the client asked for a stream: commit at the first meaningful event, not
  ///   at the end
  public CommitPoint(ClientResponse response, boolean stream, Clock clock) {
    this(response, stream, clock, null);
  }

  /// @param stream whether the client asked for a stream: commit at the first meaningful event, not
  ///   at the end
  /// @param body the request's, which is given back when a stream begins, since nothing repeats it
  ///   then
  public CommitPoint(ClientResponse response, boolean stream, Clock clock, @Nullable Body body) {
    this.response = response;
    this.stream = stream;
    this.clock = clock;
    this.body = stream ? body : null;
  }

  @Override
  public CallInfo info() {
    return info;
  }

  @Override
  public void signal(Signal signal) {
    switch (signal) {
      case Signal.Queued(var waited) -> info.queued(waited);
      case Signal.ComeBack(var wait) -> info.comeBack(wait);
      case Signal.Alive() -> alive();
      case Signal.Whole() -> {}
    }
  }

  /// Begins a stream for the client, without anything of an answer: the call is not committed.
  private void alive() {
    if (!stream || committed) {
      return;
    }
    if (!opened) {
      opened = true;
      start(STREAM, -1, OptionalLong.empty());
    }
    response.write(Unpooled.copiedBuffer(COMMENT));
    response.flush();
  }

  @Override
  public void attach(AttemptInfo attempt) {
    info.attach(attempt);
    response.attempted();
  }

  @Override
  public void progress(Progress progress) {
    if (progress == Progress.MEANINGFUL && info.firstToken() == AttemptInfo.NEVER) {
      info.began(clock.nanos());
    }
    boolean means = progress == Progress.MEANINGFUL || progress == Progress.TERMINATED;
    if (stream && means && head != null) {
      commit(-1);
    }
  }

  @Override
  public void head(Head head) {
    this.head = head;
    info.head(head);
  }

  @Override
  public void body(ByteBuf bytes) {
    if (committed) {
      response.write(bytes);
      return;
    }
    held = held.isEmpty() ? new ArrayList<>(HELD_USUALLY) : held;
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
  public void end() {
    OptionalLong price = !committed || response.takesCost() ? info.quote() : OptionalLong.empty();
    if (committed) {
      price.ifPresent(response::cost);
    }
    commit(heldBytes, price);
    ended = true;
    response.finish();
  }

  /// Ends the answer with an error in the client's dialect: an error answer before the commit
  /// point, an error event (or a broken connection) after it. Changes nothing where the answer has
  /// ended already, since a later failure is no part of it.
  public void abort(Failed why) {
    if (ended) {
      return;
    }
    Head said = head;
    if (!committed) {
      drop();
    }
    if (committed && info.hasSaidFailure()) {
      response.finishFailed(why);
    } else if (committed || opened) {
      response.cut(why);
    } else {
      response.refuse(why, said == null ? info.history() : info.history(said.headers()));
    }
  }

  @Override
  public void reset() {
    drop();
    info.drop();
  }

  private void drop() {
    held.forEach(ByteBuf::release);
    held = List.of();
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

  /// Commits an answer that goes on.
  private void commit(long length) {
    if (committed) {
      return;
    }
    commit(length, OptionalLong.empty());
    if (body != null) {
      body.giveBack();
    }
  }

  private void commit(long length, OptionalLong price) {
    if (committed) {
      return;
    }
    if (head == null) {
      throw new IllegalStateException("an answer's body came before its head");
    }
    committed = true;
    if (!opened) {
      start(head, length, price);
    }
    held.forEach(response::write);
    held = List.of();
    heldBytes = 0;
  }

  private void start(Head head, long length, OptionalLong price) {
    response.usage(info::usage);
    response.start(head, length, info.history(price));
  }
}
