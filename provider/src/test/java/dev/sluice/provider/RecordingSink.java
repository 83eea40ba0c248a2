package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Head;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CallInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
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
  private final List<String> told = new ArrayList<>();

  private final CallInfo info = new CallInfo();

  /// The usage that was seen last.
  private Usage seen = Usage.NONE;

  /// Each part of the body, and each progress as `!NAME`, in order.
  public final List<String> parts = new ArrayList<>();

  public final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Whether the body is written down.
  public boolean keep = true;

  /// Whether something has reached the client.
  public boolean committed;

  public @Nullable Head head;
  public RateLimitInfo allowance = RateLimitInfo.NONE;

  private final AttemptInfo.Listener limits =
      new AttemptInfo.Listener() {
        @Override
        public void started(long at) {}

        @Override
        public void allowed(RateLimitInfo limits) {
          allowance = limits;
        }
      };

  /// What the sink and the attempt's record have been told, in order.
  public List<String> told() {
    look();
    AttemptInfo attempt = info.attempt();
    if (attempt != null && attempt.hasSaidFailure() && !told.contains("said failure")) {
      told.add("said failure");
    }
    return told;
  }

  public Usage usage() {
    return info.usage();
  }

  /// Writes down the usage that the record has learned since.
  private void look() {
    if (!seen.equals(usage())) {
      seen = usage();
      if (!seen.estimated()) {
        told.add("usage " + seen.input() + " " + seen.output() + " " + seen.cached());
      }
    }
  }

  @Override
  public CallInfo info() {
    return info;
  }

  @Override
  public void signal(Signal signal) {}

  public String text() {
    return bytes.toString(UTF_8);
  }

  @Override
  public void attach(AttemptInfo attempt) {
    info.granted(limits);
    info.attach(attempt);
  }

  @Override
  public void progress(Progress progress) {
    look();
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
  public void flush() {}

  /// Whether the answer has content.
  public boolean contentful() {
    AttemptInfo attempt = info.attempt();
    return attempt == null || !attempt.isWithoutContent();
  }

  @Override
  public void end() {
    look();
    told.add("end");
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
