package dev.sluice.provider.model;

import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.RequestText;
import dev.sluice.transport.AnswerSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sink for a list of models: it reads each model as it passes, keeps an error's body, and
/// forgets the rest. Confined to the loop; [#listing] is for the thread that asked, after the
/// exchange has returned.
final class ModelSink extends DiscardingSink implements AnswerSink, AutoCloseable {
  /// The most bytes of a list.
  static final int LIST_MAX = 16 * 1024 * 1024;

  private static final String TOO_LARGE = "the list is larger than " + LIST_MAX + " bytes";

  private static final int ERROR_MAX = 64 * 1024;
  private static final Head NONE = new Head(200, Map.of());

  private final Loop loop;
  private final Duration within;
  private final ModelReader models;
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  private Head head = NONE;
  private long total;
  private @Nullable AttemptInfo attempt;

  /// The timer that ends the exchange. Set on the loop, and read by the thread that asked, which
  /// may have left early.
  private volatile Loop.@Nullable Timer timer;

  ModelSink(ProviderConfig provider, Loop loop, Duration within) {
    this.models = new ModelReader(provider);
    this.loop = loop;
    this.within = within;
  }

  @Override
  public void attach(AttemptInfo attempt) {
    this.attempt = attempt;
    timer = loop.schedule(within, () -> attempt.abort(new TimedOut(Phase.TOTAL, within)));
  }

  @Override
  public void head(Head head) {
    this.head = head;
  }

  @Override
  public void body(ByteBuf bytes) {
    byte[] part = ByteBufUtil.getBytes(bytes);
    bytes.release();
    total += part.length;
    if (total > LIST_MAX && attempt != null) {
      attempt.abort(new BadAnswer(Flaw.TOO_LARGE, TOO_LARGE));
    } else if (listed()) {
      models.feed(part);
    } else {
      error.write(part, 0, Math.min(part.length, ERROR_MAX - error.size()));
    }
  }

  /// The models, or the failure, that the exchange has brought.
  Listing listing(Classifier classifier) {
    if (!listed()) {
      String body = error.toString(StandardCharsets.UTF_8);
      return new Listing.Unlisted(
          classifier.classify(head.status(), head.headers(), body, RequestText.NONE));
    }
    return models.complete()
        ? new Listing.Listed(models.models())
        : new Listing.Unlisted(new BadAnswer(Flaw.MALFORMED, "the list of models is not JSON"));
  }

  /// The name of the page behind this one; empty for none.
  String next() {
    return models.next();
  }

  private boolean listed() {
    return head.status() >= 200 && head.status() <= 299;
  }

  /// Cancels the timer. Safe for any thread.
  @Override
  public void close() {
    Loop.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
  }
}
