package dev.sluice.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CallInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A sink that writes down what it is told; tests override what they want to see happen on the
/// loop.
public class RecordingSink implements AnswerSink {
  private final CallInfo info = new CallInfo();

  /// What was told, in its order: `attach`, `CONNECTED`, `SENT`, `head 200`, `body`, `flush`,
  /// `end`.
  public final List<String> events = new CopyOnWriteArrayList<>();

  public final CompletableFuture<AttemptInfo> feed = new CompletableFuture<>();
  public final CompletableFuture<Head> head = new CompletableFuture<>();
  private final List<String> pieces = new CopyOnWriteArrayList<>();
  public volatile boolean writable = true;
  public volatile Runnable resume = () -> {};

  /// The body so far, a character a byte.
  public String body() {
    return String.join("", pieces);
  }

  @Override
  public CallInfo info() {
    return info;
  }

  @Override
  public void signal(Signal signal) {
    throw new AssertionError("a transport tells nothing: " + signal);
  }

  @Override
  public void attach(AttemptInfo feed) {
    events.add("attach");
    this.feed.complete(feed);
  }

  @Override
  public void progress(Progress progress) {
    events.add(progress.name());
  }

  @Override
  public void head(Head head) {
    events.add("head " + head.status());
    this.head.complete(head);
  }

  @Override
  public void body(ByteBuf bytes) {
    events.add("body");
    pieces.add(bytes.toString(ISO_8859_1));
    bytes.release();
  }

  @Override
  public void flush() {
    events.add("flush");
  }

  @Override
  public void end() {
    events.add("end");
  }

  @Override
  public void reset() {
    throw new AssertionError("a transport never resets a sink");
  }

  @Override
  public boolean committed() {
    return false;
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public void onWritable(Runnable resume) {
    this.resume = resume;
  }
}
