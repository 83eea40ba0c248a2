package dev.sluice.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.memory.HeapBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The room for large bodies, in a budget of 64 MiB.
class UploadRoomTest {
  private static final int MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final HeapBudget memory = new HeapBudget(64 * MIB);
  private final UploadRoom room = new UploadRoom(memory, 64 * MIB);
  private final List<UploadReservation> uploads = new ArrayList<>();
  private long now;

  private UploadReservation announce(String owner, int mib) {
    UploadReservation upload = room.announce(owner, mib * MIB, now);
    uploads.add(upload);
    return upload;
  }

  @AfterEach
  void nothing_is_left() {
    uploads.forEach(UploadReservation::close);
    uploads.forEach(UploadReservation::close);
    assertThat(memory.used()).isZero();
    assertThat(memory.used(Use.BODY)).isZero();
    assertThat(room.owners()).isZero();
  }

  @Test
  void bodies_with_room_end_however_they_come_side_by_side() {
    List<UploadReservation> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(announce("a", 10));
    }
    int ended = 0;
    for (int round = 0; round < 12 && ended < 12; round++) {
      List<UploadReservation> coming = all.stream().filter(upload -> upload.mayCome(now)).toList();
      assertThat(coming).as("of half of the budget").hasSizeBetween(1, 3);
      for (int mib = 1; mib <= 10; mib++) {
        for (UploadReservation upload : coming) {
          assertThat(upload.resize((long) mib * MIB)).isTrue();
        }
      }
      coming.forEach(UploadReservation::close);
      all.removeAll(coming);
      ended += coming.size();
    }
    assertThat(ended).isEqualTo(12);
  }

  @Test
  void an_announcement_takes_no_memory_of_others() {
    assertThat(announce("a", 30).mayCome(now)).isTrue();
    assertThat(memory.used()).isZero();
    var other = memory.reserve(Use.ANSWER, "b");
    assertThat(other.resize(50 * MIB)).isTrue();
    other.close();
  }

  @Test
  void a_client_beyond_half_has_a_quarter_and_holds_up_none_but_itself() {
    for (int i = 0; i < 3; i++) {
      assertThat(announce("a", 10).mayCome(now)).isTrue();
    }
    UploadReservation fourth = announce("a", 10);
    assertThat(fourth.mayCome(now)).isFalse();
    UploadReservation others = announce("b", 20);
    assertThat(others.mayCome(now)).as("one body may go beyond").isTrue();
    assertThat(announce("b", 2).mayCome(now)).isFalse();
    assertThat(announce("c", 8).mayCome(now)).isTrue();
    for (UploadReservation upload : uploads) {
      assertThat(upload.mayCome(now) && !upload.resize(upload.length)).isFalse();
    }
    uploads.getFirst().close();
    uploads.get(1).close();
    others.close();
    assertThat(fourth.mayCome(now)).isTrue();
  }

  @Test
  void who_has_waited_longest_is_next() {
    var other = memory.reserve(Use.ANSWER, SchedulingHints.NOBODY);
    other.resize(55 * MIB);
    UploadReservation first = announce("a", 10);
    UploadReservation second = announce("b", 3);
    assertThat(first.mayCome(now)).isFalse();
    assertThat(second.mayCome(now)).as("although it would fit").isFalse();
    first.close();
    assertThat(second.mayCome(now)).isTrue();
    other.close();
  }

  @Test
  void a_body_that_hardly_comes_loses_its_room_to_one_that_waits() {
    UploadReservation idle = announce("a", 30);
    UploadReservation slow = announce("b", 16);
    assertThat(slow.resize(MIB)).isTrue();
    UploadReservation next = announce("c", 16);
    now += SECOND;
    assertThat(next.mayCome(now)).isFalse();
    now += 4 * SECOND;
    assertThat(slow.resize(2 * MIB)).isTrue();
    assertThat(next.mayCome(now)).isTrue();
    assertThat(next.resize(16 * MIB)).isTrue();
    assertThat(slow.resize(16 * MIB)).as("it has kept its pace").isTrue();
    assertThat(idle.mayCome(now)).isTrue();
    assertThat(idle.resize(30 * MIB)).as("there is no room for it now").isFalse();
    next.close();
    assertThat(idle.resize(16 * MIB)).as("as far as there is room").isTrue();
  }

  @Test
  void a_body_that_lapses_before_its_first_byte_counts_again_once_it_goes_on() {
    UploadReservation idle = announce("a", 32);
    UploadReservation next = announce("c", 32);
    now += 4 * SECOND;
    assertThat(next.mayCome(now)).isTrue();
    assertThat(next.resize(32 * MIB)).isTrue();
    assertThat(idle.resize(12 * MIB)).as("within a quarter").isTrue();
    assertThat(idle.resize(17 * MIB)).as("beyond the quarter").isFalse();
    UploadReservation another = announce("a", 4);
    assertThat(another.mayCome(now)).isTrue();
    assertThat(another.resize(4 * MIB)).isTrue();
    assertThat(idle.resize(13 * MIB)).as("beyond the quarter, with the other one").isFalse();
    idle.close();
    assertThat(room.owners()).isEqualTo(2);
    another.close();
    assertThat(room.owners()).isEqualTo(1);
    next.close();
    assertThat(room.owners()).isZero();
    assertThat(announce("a", 32).mayCome(now)).isTrue();
  }

  @Test
  void one_body_of_a_client_may_go_beyond_its_share_again_once_another_has_lapsed() {
    UploadReservation idle = announce("a", 30);
    UploadReservation next = announce("a", 30);
    assertThat(next.mayCome(now)).isFalse();
    now += 4 * SECOND;
    assertThat(next.mayCome(now)).isTrue();
    assertThat(next.resize(30 * MIB)).isTrue();
    UploadReservation third = announce("a", 20);
    assertThat(third.mayCome(now)).as("beside one that comes").isFalse();
    idle.close();
    assertThat(third.mayCome(now)).as("one that has lapsed makes no room").isFalse();
    next.close();
    assertThat(third.mayCome(now)).isTrue();
  }

  @Test
  void a_call_gives_its_body_back_while_a_loop_has_the_lock() throws Exception {
    UploadReservation first = announce("a", 32);
    assertThat(first.resize(32 * MIB)).isTrue();
    UploadReservation next = announce("a", 32);
    assertThat(next.mayCome(now)).isFalse();
    synchronized (room) {
      Thread call = Thread.ofVirtual().start(first::close);
      assertThat(call.join(PATIENCE)).as("its loop may be the one that waits for it").isTrue();
      assertThat(memory.used()).isZero();
    }
    assertThat(next.mayCome(now)).isTrue();
  }

  @Test
  void waiting_has_an_end_and_a_bound() {
    assertThat(announce("a", 32).mayCome(now)).isTrue();
    for (int i = 0; i < UploadRoom.WAITING_OF_ONE; i++) {
      UploadReservation upload = announce("a", 32);
      assertThat(upload.mayCome(now)).isFalse();
      assertThat(upload.isRefused(now, PATIENCE)).isFalse();
    }
    UploadReservation more = announce("a", 32);
    assertThat(more.mayCome(now)).isFalse();
    assertThat(more.isRefused(now, PATIENCE)).isTrue();
    assertThat(more.resize(1)).isFalse();
    assertThat(announce("b", 10).mayCome(now)).isTrue();
    now += 30 * SECOND;
    assertThat(uploads.get(1).isRefused(now, PATIENCE)).isTrue();
  }

  @Test
  void a_body_that_waits_may_have_what_was_read_with_its_head() {
    announce("a", 32);
    UploadReservation waiting = announce("a", 32);
    assertThat(waiting.resize(64 * 1024)).isTrue();
    assertThat(waiting.resize(2 * MIB)).isFalse();
    uploads.getFirst().close();
    assertThat(waiting.mayCome(now)).isTrue();
    assertThat(waiting.resize(32 * MIB)).isTrue();
  }

  @Test
  void what_a_scan_keeps_of_a_body_needs_room_too() {
    UploadReservation body = announce("a", 10);
    assertThat(body.resize(10 * MIB + BodyBuffers.BLOCK)).isTrue();
    assertThat(body.resize(20 * MIB)).isTrue();
    assertThat(body.resize(62 * MIB)).isFalse();
    assertThat(body.resize(10 * MIB)).isTrue();
    assertThat(memory.used()).isEqualTo(10 * MIB);
  }
}
