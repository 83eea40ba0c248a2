package dev.sluice.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningCallsTest {
  private static final Call CALL = Calls.whole(new VirtualLoop(), "m");

  private final RunningCalls calls = new RunningCalls();

  @Test
  void each_call_has_a_place_of_its_own_until_it_is_removed() {
    Random random = new Random(5);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      if (random.nextInt(3) == 0 && !places.isEmpty()) {
        Collections.swap(places, random.nextInt(places.size()), places.size() - 1);
        calls.remove(places.removeLast());
      } else {
        places.add(calls.add(task()));
      }
    }
    Set<CallTask> shown = Collections.newSetFromMap(new IdentityHashMap<>());
    calls.forEach(shown::add);
    assertThat(new HashSet<>(places)).hasSameSizeAs(places);
    assertThat(shown).hasSameSizeAs(places);
    assertThat(calls.size()).isEqualTo(places.size());
    places.forEach(calls::remove);
    assertThat(calls.isEmpty()).isTrue();
    calls.forEach(task -> assertThat(task).isNull());
  }

  @Test
  void calls_that_end_leave_room_for_those_that_come() {
    int most = 0;
    for (int i = 0; i < 100_000; i++) {
      int place = calls.add(task());
      most = Math.max(most, place);
      calls.remove(place);
    }
    assertThat(most).isLessThan(256);
  }

  /// So many calls need no table beyond those that hold half a million.
  @Test
  void all_of_a_large_table_is_used() {
    CallTask one = task();
    int most = 0;
    for (int i = 0; i < 300_000; i++) {
      most = Math.max(most, calls.add(one));
    }
    assertThat(most).isLessThan(1 << 19);
  }

  private static CallTask task() {
    return new CallTask((_, _) -> new Answered(), CALL, new RecordingExit(), Clock.SYSTEM, _ -> {});
  }
}
