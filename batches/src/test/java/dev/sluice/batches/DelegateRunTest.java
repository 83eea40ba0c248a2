package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.DelegateRun.Result.Ended;
import dev.sluice.batches.DelegateRun.Result.NeedsLines;
import dev.sluice.batches.DelegateRun.Result.Waits;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.PlayedProvider;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import dev.sluice.batches.delegate.RemoteResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a provider runs of a batch, in virtual time: what is set aside for it, what is paid, and
/// what is left at the provider, whatever fails.
class DelegateRunTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final long WORST = PlayedDelegates.WORST;

  @TempDir private Path folder;

  private DelegateRig rig(int lines) throws Exception {
    return new DelegateRig(folder, lines, Mode.AUTO);
  }

  private static @Nullable List<RemoteResult> allOf(List<String> lines, String first) {
    return lines.getFirst().endsWith(first) ? PlayedProvider.all(lines) : null;
  }

  private static void assertAllPaidOnce(DelegateRig rig, int lines) {
    assertThat(rig.delegates.paid).hasSize(lines);
    assertThat(rig.delegates.paid.values()).containsOnly(1);
  }

  @Test
  void what_a_provider_still_has_is_set_aside_at_once_after_a_restart() throws Exception {
    try (DelegateRig rig = rig(9)) {
      rig.provider.script(lines -> allOf(lines, "-0"));
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      assertThat(rig.made()).isEqualTo(3);
      assertThat(rig.held()).isEqualTo(6 * WORST);
      rig.restart();
      assertThat(rig.held()).isZero();
      assertThat(rig.run.go(null)).isInstanceOf(Waits.class);
      assertThat(rig.held()).isEqualTo(6 * WORST);
    }
  }

  @Test
  void nothing_is_set_aside_for_what_a_provider_has_not_got_and_nothing_once_it_is_done()
      throws Exception {
    try (DelegateRig rig = rig(6)) {
      rig.run.setAside();
      assertThat(rig.held()).isZero();
      rig.provider.script(PlayedProvider::all);
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
      assertThat(rig.delegates.held).isEmpty();
      assertAllPaidOnce(rig, 6);
    }
  }

  @Test
  void a_result_is_paid_for_once_it_is_on_the_disk_which_is_tried_with_the_same_log()
      throws Exception {
    try (DelegateRig rig = rig(5)) {
      rig.provider.script(PlayedProvider::all);
      rig.logs.keepsUnforced = true;
      rig.logs.failsForce = true;
      rig.onWait =
          () -> {
            assertThat(rig.delegates.paid).isEmpty();
            rig.logs.failsForce = rig.waits < 3;
          };
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
      assertThat(rig.waits).isEqualTo(3);
      assertAllPaidOnce(rig, 5);
      assertThat(rig.log.isPaid(4)).isTrue();
    }
  }

  @Test
  void a_disk_that_finds_late_that_it_is_full_lets_nothing_be_paid_twice() throws Exception {
    try (DelegateRig rig = rig(5)) {
      rig.provider.script(PlayedProvider::all);
      rig.logs.isFullAtForce = true;
      rig.onWait = () -> rig.logs.isFullAtForce = rig.waits < 2;
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
      assertAllPaidOnce(rig, 5);
    }
  }

  @Test
  void a_disk_that_stays_full_gives_the_file_of_the_provider_back_and_nothing_is_paid()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      rig.provider.script(PlayedProvider::all);
      rig.logs.isFullAtForce = true;
      assertThatThrownBy(() -> rig.go(HOUR))
          .isInstanceOf(IOException.class)
          .matches(why -> BatchWork.isPassing((IOException) why));
      assertThat(rig.delegates.paid).isEmpty();
      rig.logs.isFullAtForce = false;
      rig.restart();
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
      assertAllPaidOnce(rig, 3);
    }
  }

  @Test
  void a_process_that_is_killed_before_results_are_forced_is_followed_by_one_that_pays_them()
      throws Exception {
    try (DelegateRig rig = rig(5)) {
      rig.provider.script(PlayedProvider::all);
      rig.logs.keepsUnforced = true;
      rig.logs.failsForce = true;
      rig.onWait =
          () -> {
            throw new IllegalStateException("killed");
          };
      assertThatThrownBy(() -> rig.go(HOUR)).hasMessage("killed");
      assertThat(rig.delegates.paid).isEmpty();
      rig.logs.failsForce = false;
      rig.restart();
      assertThat(rig.log.isDone(0)).isTrue();
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
      assertAllPaidOnce(rig, 5);
    }
  }

  @Test
  void a_process_that_is_killed_while_it_pays_is_followed_by_one_that_pays_the_rest()
      throws Exception {
    for (int pays = 0; pays < 3; pays++) {
      try (DelegateRig rig = new DelegateRig(folder.resolve("at-" + pays), 3, Mode.AUTO)) {
        rig.provider.script(PlayedProvider::all);
        rig.delegates.paysBeforeCrash = pays;
        assertThatThrownBy(() -> rig.go(HOUR)).hasMessage("killed");
        assertThat(rig.delegates.paid).hasSize(pays);
        rig.restart();
        assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
        assertAllPaidOnce(rig, 3);
      }
    }
  }

  /// Notes of payments go to the disk with the results behind them: a power failure takes those of
  /// one group at most, which is entered twice then, and no result of a line that is paid for.
  @Test
  void a_power_failure_loses_no_result_that_is_paid_for() throws Exception {
    for (int seed = 0; seed < 8; seed++) {
      try (DelegateRig rig = new DelegateRig(folder.resolve("seed-" + seed), 3, Mode.AUTO)) {
        rig.provider.script(PlayedProvider::all);
        rig.delegates.paysBeforeCrash = 1 + seed % 2;
        assertThatThrownBy(() -> rig.go(HOUR)).hasMessage("killed");
        rig.logs.crash(new SplittableRandom(seed));
        rig.restart();
        for (int line = 0; line < 3; line++) {
          assertThat(rig.log.isDone(line)).as("line " + line).isTrue();
        }
        assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
        assertThat(rig.delegates.paid).hasSize(3);
        assertThat(rig.delegates.paid.values()).allMatch(times -> times <= 2);
      }
    }
  }

  @Test
  void results_that_cannot_be_kept_any_more_are_paid_for_once() throws Exception {
    try (DelegateRig rig = rig(6)) {
      rig.provider.script(lines -> allOf(lines, "-3"));
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      assertAllPaidOnce(rig, 3);
      rig.logs.failsForce = true;
      rig.provider.script(
          lines -> lines.isEmpty() ? null : PlayedProvider.all(lines.subList(0, 2)));
      rig.provider.runAll();
      assertThatThrownBy(() -> rig.go(HOUR)).hasMessageContaining("Input/output error");
      assertThat(rig.log.isBroken()).isTrue();
      assertThat(rig.delegates.paid).hasSize(3);
      assertThat(rig.go(HOUR, rig.lost())).isEqualTo(new Ended(Ending.FAILED));
      assertAllPaidOnce(rig, 5);
      assertThat(rig.delegates.held).isEmpty();
      assertThat(rig.provider.files()).isEmpty();
    }
  }

  @Test
  void results_that_cannot_be_kept_are_paid_for_once_whoever_goes_on_right_behind()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      rig.provider.script(PlayedProvider::all);
      rig.delegates.onPay = rig::lose;
      assertThat(rig.go(HOUR, rig.lost())).isEqualTo(new Ended(Ending.FAILED));
      rig.restart();
      assertThat(rig.go(HOUR, rig.lost())).isEqualTo(new Ended(Ending.FAILED));
      assertAllPaidOnce(rig, 3);
      assertThat(rig.provider.files()).isEmpty();
    }
  }

  @Test
  void results_that_cannot_be_kept_are_not_paid_for_before_the_row_says_so() throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      rig.provider.script(PlayedProvider::all);
      rig.delegates.onAnswer = rig::lose;
      assertThatThrownBy(() -> rig.go(HOUR, rig.lost())).isInstanceOf(BatchLostException.class);
      assertThat(rig.delegates.paid).isEmpty();
      rig.restart();
      assertThat(rig.go(HOUR, rig.lost())).isEqualTo(new Ended(Ending.FAILED));
      assertAllPaidOnce(rig, 3);
      assertThat(rig.provider.files()).isEmpty();
    }
  }

  @Test
  void what_a_provider_runs_of_a_batch_that_is_given_up_is_ended_there_and_paid_for()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      rig.provider.script(lines -> PlayedProvider.all(lines.subList(0, 2)));
      var nothing = new DelegateActions.OpenLines.Billed(null, null);
      assertThat(rig.go(HOUR, nothing)).isEqualTo(new Ended(Ending.FAILED));
      assertThat(rig.provider.cancelled()).hasSize(1);
      assertAllPaidOnce(rig, 2);
    }
  }

  @Test
  void results_whose_reading_breaks_off_are_paid_for_once_where_they_cannot_be_kept()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      rig.provider.script(PlayedProvider::all);
      for (int i = 0; i < 3; i++) {
        rig.provider.fail("read", Kind.UNKNOWN, true);
      }
      rig.provider.runAll();
      var nothing = new DelegateActions.OpenLines.Billed(null, null);
      assertThat(rig.go(HOUR, nothing)).isEqualTo(new Ended(Ending.FAILED));
      assertAllPaidOnce(rig, 3);
    }
  }

  @Test
  void a_process_that_stops_while_it_reads_pays_what_it_has_and_leaves_the_notes_on_the_disk()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      rig.provider.script(PlayedProvider::all);
      rig.provider.stopReading();
      assertThatThrownBy(() -> rig.go(HOUR)).isInstanceOf(InterruptedException.class);
      assertThat(rig.waits).isZero();
      assertThat(rig.delegates.paid).hasSize(1);
      rig.logs.crash(new SplittableRandom(1));
      rig.restart();
      assertThat(rig.log.isPaid(0)).isTrue();
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
      assertAllPaidOnce(rig, 3);
    }
  }

  @Test
  void a_log_that_cannot_be_opened_now_lets_no_line_be_paid_for_again() throws Exception {
    try (DelegateRig rig = rig(3)) {
      rig.provider.script(PlayedProvider::all);
      rig.provider.stopReading();
      assertThatThrownBy(() -> rig.go(HOUR)).isInstanceOf(InterruptedException.class);
      rig.logs.unopened = new KeyUnknownException();
      assertThat(rig.visit()).isTrue();
      assertThat(rig.delegates.paid).hasSize(1);
      rig.logs.unopened = null;
      assertThat(rig.visit()).isFalse();
      assertAllPaidOnce(rig, 3);
      assertThat(rig.provider.files()).isEmpty();
    }
  }

  @Test
  void a_process_that_stops_does_not_wait_for_a_disk() throws Exception {
    try (DelegateRig rig = rig(3)) {
      rig.provider.script(PlayedProvider::all);
      rig.provider.stopReading();
      rig.logs.isFullAtForce = true;
      assertThatThrownBy(() -> rig.go(HOUR)).isInstanceOf(InterruptedException.class);
      assertThat(rig.waits).isZero();
      assertThat(rig.delegates.paid).isEmpty();
    }
  }

  private static boolean waitsForDisk(DelegateRun.Result result) {
    return result instanceof Waits(_, PauseReason why) && why == PauseReason.DISK;
  }

  @Test
  void results_that_are_only_paid_for_need_no_room_on_the_disk() throws Exception {
    var none = OptionalLong.of(Long.MAX_VALUE);
    try (DelegateRig rig = new DelegateRig(folder, 3, Mode.AUTO, none)) {
      rig.provider.script(PlayedProvider::all);
      assertThat(rig.go(HOUR)).matches(DelegateRunTest::waitsForDisk);
      rig.fail();
      assertThat(rig.run.go(null)).isInstanceOf(NeedsLines.class);
      assertThat(rig.go(HOUR, rig.lost())).isEqualTo(new Ended(Ending.FAILED));
      assertAllPaidOnce(rig, 3);
    }
  }

  @Test
  void results_that_are_ready_wait_for_room_on_the_disk_however_long_ago_the_window_has_ended()
      throws Exception {
    var none = OptionalLong.of(Long.MAX_VALUE);
    try (DelegateRig rig = new DelegateRig(folder, 3, Mode.AUTO, none)) {
      rig.provider.script(PlayedProvider::all);
      assertThat(rig.go(DAY.multipliedBy(2))).matches(DelegateRunTest::waitsForDisk);
      assertThat(rig.provider.files()).hasSize(2);
      assertThat(rig.go(HOUR, rig.lost())).isEqualTo(new Ended(Ending.FAILED));
      assertAllPaidOnce(rig, 3);
    }
  }

  @Test
  void what_was_done_while_no_gateway_ran_is_kept_and_paid_for_although_the_window_has_ended()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      rig.provider.script(lines -> PlayedProvider.all(lines.subList(0, 2)));
      rig.provider.runAll();
      rig.clock.advance(DAY.multipliedBy(2));
      rig.restart();
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.EXPIRED));
      assertThat(rig.log.counts().completed()).isEqualTo(2);
      assertAllPaidOnce(rig, 2);
      assertThat(rig.provider.files()).isEmpty();
      assertThat(rig.delegates.held).isEmpty();
    }
  }

  @Test
  void a_provider_that_cannot_be_asked_is_left_without_its_files_where_they_can_be_removed()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      for (int i = 0; i < 1_000; i++) {
        rig.provider.fail("cancel", Kind.UNKNOWN, false);
      }
      assertThat(rig.go(DAY.multipliedBy(2))).isEqualTo(new Ended(Ending.EXPIRED));
      assertThat(rig.troubles).anyMatch(why -> why.contains("what it does of it is not paid for"));
      assertThat(rig.provider.files()).isEmpty();
      assertThat(rig.batch().delegation().parts()).allMatch(Part::isOver);
    }
  }

  @Test
  void a_file_that_cannot_be_removed_is_told() throws Exception {
    try (DelegateRig rig = rig(3)) {
      rig.provider.script(PlayedProvider::all);
      rig.provider.fail("remove", Kind.UNKNOWN, false);
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.DONE));
      assertThat(rig.troubles).anyMatch(why -> why.contains("is left at the provider"));
      assertThat(rig.provider.files()).hasSize(1);
    }
  }

  @Test
  void a_batch_that_was_not_made_before_its_key_was_revoked_leaves_no_file() throws Exception {
    try (DelegateRig rig = rig(3)) {
      rig.provider.fail("create", Kind.UNKNOWN, false);
      assertThat(rig.go(Duration.ZERO)).isInstanceOf(Waits.class);
      assertThat(rig.provider.files()).hasSize(1);
      rig.delegates.ending = Optional.of(Ending.KEY_REVOKED);
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.KEY_REVOKED));
      assertThat(rig.made()).isZero();
      assertThat(rig.provider.files()).isEmpty();
    }
  }

  @Test
  void a_batch_that_is_cancelled_while_its_provider_is_away_keeps_what_was_done() throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      rig.cancelled = true;
      for (int i = 0; i < 10; i++) {
        rig.provider.fail("cancel", Kind.UNKNOWN, false);
        rig.provider.fail("get", Kind.UNKNOWN, false);
      }
      rig.provider.script(lines -> PlayedProvider.all(lines.subList(0, 1)));
      assertThat(rig.go(DAY)).isEqualTo(new Ended(Ending.CANCELLED));
      assertAllPaidOnce(rig, 1);
    }
  }

  @Test
  void a_provider_that_is_taken_out_of_the_configuration_is_told_to_have_something()
      throws Exception {
    try (DelegateRig rig = rig(3)) {
      assertThat(rig.go(HOUR)).isInstanceOf(Waits.class);
      rig.delegates.configured = false;
      assertThat(rig.go(HOUR)).isEqualTo(new Ended(Ending.NONE));
      assertThat(rig.troubles).anyMatch(why -> why.contains("not configured any more"));
      assertThat(rig.delegates.held).isEmpty();
      assertThat(rig.batch().delegation().isUnderWay()).isFalse();
    }
  }
}
