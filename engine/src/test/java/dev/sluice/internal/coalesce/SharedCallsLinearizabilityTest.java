package dev.sluice.internal.coalesce;

import dev.sluice.call.request.Band;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.provider.FakeLoop;
import dev.sluice.testing.Lincheck;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever calls join, leave and end at the same time, it is as if one had come after the other:
/// no call joins what its last member has left or what has ended, and of those that leave just one
/// is the last. Each thread has one seat at most, as each call has.
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "urgent", gen = BooleanGen.class)
@Param(name = "thread", gen = ThreadIdGen.class)
@Tag("lincheck")
public class SharedCallsLinearizabilityTest {
  private static final Deadline LATER = new Deadline(1000);

  private final SharedCalls calls = new SharedCalls();
  private final FakeLoop loop = new FakeLoop();
  private final Map<Integer, SharedCalls.Seat> seats = new ConcurrentHashMap<>();

  @Operation
  public String join(
      @Param(name = "key") int key,
      @Param(name = "urgent") boolean urgent,
      @Param(name = "thread") int thread) {
    if (seats.containsKey(thread)) {
      return "seated";
    }
    Band band = urgent ? Band.INTERACTIVE : Band.BATCH;
    var asker = new SharedCalls.Asker(band, LATER, LATER, loop);
    SharedCalls.Seat seat = calls.join(new Fingerprint(key, 0, 0, 0), asker);
    seats.put(thread, seat);
    return seat.first() ? "first" : "joined";
  }

  @Operation
  public String leave(@Param(name = "thread") int thread) {
    SharedCalls.Seat seat = seats.remove(thread);
    return seat == null ? "none" : calls.leave(seat.call(), true).last() ? "last" : "left";
  }

  @Operation
  public void ended(@Param(name = "thread") int thread) {
    SharedCalls.Seat seat = seats.get(thread);
    if (seat != null) {
      calls.ended(seat.call());
    }
  }

  @Operation
  public int size() {
    return calls.size();
  }

  @Test
  void every_interleaving_is_like_one_after_the_other() {
    new ModelCheckingOptions()
        .invocationTimeout$lincheck(Lincheck.PATIENCE_MS)
        .threads(2)
        .actorsBefore(1)
        .actorsPerThread(4)
        .actorsAfter(2)
        .iterations(8)
        .invocationsPerIteration(100)
        .check(SharedCallsLinearizabilityTest.class);
  }

  @Test
  void so_it_is_on_real_threads() {
    new StressOptions()
        .threads(3)
        .actorsBefore(1)
        .actorsPerThread(4)
        .actorsAfter(2)
        .iterations(10)
        .invocationsPerIteration(300)
        .check(SharedCallsLinearizabilityTest.class);
  }
}
