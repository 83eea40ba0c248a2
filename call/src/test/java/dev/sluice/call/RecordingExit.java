package dev.sluice.call;

import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down what leaves the engine, a line an event.
public final class RecordingExit implements ClientResponse {
  /// What happened, in order.
  public final List<String> events = new ArrayList<>();

  /// What [#writable] answers.
  public boolean writable = true;

  /// What [#takesCost] answers.
  public boolean takesCost;

  /// The resume callback that was set last.
  public @Nullable Runnable resume;

  @Override
  public synchronized void start(Head head, long length, AttemptHistory history) {
    events.add("start " + head.status() + " " + length + " " + history.target());
  }

  @Override
  public synchronized void write(ByteBuf bytes) {
    events.add(bytes.toString(StandardCharsets.UTF_8));
    bytes.release();
  }

  @Override
  public synchronized void flush() {
    events.add("flush");
  }

  @Override
  public synchronized void finish() {
    events.add("finish");
  }

  @Override
  public synchronized void refuse(Failed why, AttemptHistory history) {
    events.add("refuse " + why.kind() + " after " + history.attempts());
  }

  @Override
  public synchronized void cut(Failed why) {
    events.add("cut " + why.kind());
  }

  @Override
  public synchronized void finishFailed(Failed why) {
    events.add("finish after " + why.kind());
  }

  @Override
  public boolean takesCost() {
    return takesCost;
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public void onWritable(Runnable resume) {
    this.resume = resume;
  }

  /// The events so far.
  public synchronized List<String> events() {
    return List.copyOf(events);
  }
}
