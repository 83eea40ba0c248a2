package dev.sluice.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// An exporter that keeps what it gets, and answers as it is told to.
final class TakenSpans implements SpanExporter {
  private final CompletableResultCode answer;
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();

  /// Reached when it was asked for the first time, and has what it was asked for.
  final CountDownLatch asked = new CountDownLatch(1);

  /// How many of the next requests throw.
  final AtomicInteger bugs = new AtomicInteger();

  TakenSpans(CompletableResultCode answer) {
    this.answer = answer;
  }

  List<SpanData> spans() {
    return spans;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> more) {
    try {
      if (bugs.getAndDecrement() > 0) {
        throw new IllegalStateException("a bug");
      }
      spans.addAll(more);
      return answer;
    } finally {
      asked.countDown();
    }
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
