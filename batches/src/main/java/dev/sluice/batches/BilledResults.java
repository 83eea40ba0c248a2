package dev.sluice.batches;

import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteResult;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Pays for the results of a part that cannot be kept any more, since the provider bills them.
/// Where their lines cannot be read either, they are paid for by what the provider says they have
/// used.
final class BilledResults {
  private final BatchWork work;
  private final DelegatePlanner lines;
  private final String target;
  private final Part part;
  private final @Nullable ResultLog log;
  private final BitSet paid = new BitSet();

  /// @param log knows what is paid for already; null for nobody
  BilledResults(
      BatchWork work, DelegatePlanner lines, String target, Part part, @Nullable ResultLog log) {
    this.work = work;
    this.lines = lines;
    this.target = target;
    this.part = part;
    this.log = log;
  }

  /// Pays for one.
  void take(RemoteResult result) {
    int line = lines.line(part, result.id());
    if (line < 0 || !result.isGood() || isPaid(line)) {
      return;
    }
    paid.set(line);
    String batch = lines.batch().id();
    if (!work.delegates()
        .delivered(batch, target, call(line), result.body())
        .pay()
        .getAsBoolean()) {
      work.listener()
          .trouble(
              batch, "line %d, which %s has answered, is not paid for".formatted(line + 1, target));
    }
  }

  private boolean isPaid(int line) {
    return paid.get(line) || (log != null && log.isPaid(line));
  }

  private LineCall call(int line) {
    try {
      return lines.call(line, lines.read(line));
    } catch (IOException gone) {
      return lines.unread(line);
    }
  }
}
