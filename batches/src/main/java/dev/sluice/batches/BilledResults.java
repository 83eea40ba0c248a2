package dev.sluice.batches;

import dev.sluice.batches.Delegates.Delivered;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pays for the results of a part that cannot be kept any more, since the provider bills them.
/// Where their lines cannot be read either, they are paid for by what the provider says they have
/// used. Nothing is paid before the part is over: where the reading breaks off, all of it is read
/// again.
final class BilledResults {
  private final BatchWork work;
  private final DelegatePlanner lines;
  private final String target;
  private final Part part;
  private final @Nullable ResultLog log;
  private final BitSet taken = new BitSet();
  private final List<Owed> owed = new ArrayList<>();

  /// A line that is to be paid for.
  private record Owed(int line, Delivered delivered) {}

  /// @param log knows what is paid for already; null for nobody
  BilledResults(
      BatchWork work, DelegatePlanner lines, String target, Part part, @Nullable ResultLog log) {
    this.work = work;
    this.lines = lines;
    this.target = target;
    this.part = part;
    this.log = log;
  }

  /// Takes one.
  void take(RemoteResult result) {
    int line = lines.line(part, result.id());
    if (line < 0 || !result.isGood() || taken.get(line) || (log != null && log.isPaid(line))) {
      return;
    }
    taken.set(line);
    String batch = lines.batch().id();
    owed.add(new Owed(line, work.delegates().delivered(batch, target, call(line), result.body())));
  }

  /// Pays for all that were taken, once the part is over.
  void pay() {
    owed.forEach(this::pay);
  }

  private void pay(Owed one) {
    if (!one.delivered().pay().getAsBoolean()) {
      work.listener()
          .trouble(
              lines.batch().id(),
              "line %d, which %s has answered, is not paid for".formatted(one.line() + 1, target));
    }
  }

  private LineCall call(int line) {
    try {
      return lines.call(line, lines.read(line));
    } catch (IOException gone) {
      return lines.unread(line);
    }
  }
}
