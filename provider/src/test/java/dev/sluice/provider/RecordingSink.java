package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down what it is told.
public final class RecordingSink implements Sink {
  /// Progress, real usage and the end, in the order of their telling.
  public final List<String> told = new ArrayList<>();

  /// Each part of the body, and each progress as `!NAME`, in order.
  public final List<String> parts = new ArrayList<>();

  public final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Whether the body is written down.
  public boolean keep = true;

  /// Whether something has reached the client.
  public boolean committed;

  private boolean contentful = true;

  public @Nullable Head head;
  public Usage usage = Usage.NONE;
  public RateLimitInfo allowance = RateLimitInfo.NONE;

  public String text() {
    return bytes.toString(UTF_8);
  }

  @Override
  public void attach(AttemptHandle attempt) {}

  @Override
  public void progress(Progress progress) {
    told.add(progress.name());
    parts.add("!" + progress.name());
  }

  @Override
  public void head(Head head) {
    this.head = head;
  }

  @Override
  public void body(ByteBuf body) {
    if (keep) {
      parts.add(body.toString(UTF_8));
      bytes.writeBytes(ByteBufUtil.getBytes(body));
    }
    body.release();
  }

  @Override
  public void allowance(RateLimitInfo allowance) {
    this.allowance = allowance;
  }

  @Override
  public void flush() {}

  @Override
  public void usage(Usage usage) {
    this.usage = usage;
    if (!usage.estimated()) {
      told.add("usage " + usage.input() + " " + usage.output() + " " + usage.cached());
    }
  }

  @Override
  public void withoutContent() {
    contentful = false;
  }

  /// Whether the answer has content.
  public boolean contentful() {
    return contentful;
  }

  @Override
  public void saidFailure() {
    told.add("said failure");
  }

  @Override
  public void end() {
    told.add("end");
  }

  @Override
  public void abort(Failed why) {
    throw new AssertionError("only the edge ends an answer: " + why);
  }

  @Override
  public void reset() {
    throw new AssertionError("only a retry resets");
  }

  @Override
  public boolean committed() {
    return committed;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void onWritable(Runnable resume) {}
}
