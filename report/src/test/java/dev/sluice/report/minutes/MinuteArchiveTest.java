package dev.sluice.report.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.AccountsRig;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import dev.sluice.report.history.Layout;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.SparseVector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Minutes in a store: what is written is read, once, by later processes too; old ones are joined
/// and forgotten.
class MinuteArchiveTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;
  private static final long NOW = 20_000 * DAY;

  @TempDir private Path folder;

  /// So many minutes from an instant on, each with one count.
  private static List<StoredMinute> minutes(long from, int count) {
    var vector = new long[Measure.VECTOR];
    vector[0] = 1;
    var counts = new Counts(Layout.NOW, SparseVector.of(vector));
    var all = new ArrayList<StoredMinute>();
    for (int i = 0; i < count; i++) {
      all.add(new StoredMinute(from + i * 60_000L, 60_000, "p/m", "r", "normal", counts));
    }
    return all;
  }

  private static long counted(List<StoredMinute> minutes) {
    var sums = new long[Measure.VECTOR];
    minutes.forEach(minute -> minute.counts().addTo(sums));
    return sums[0];
  }

  /// Whichever database it is.
  private static void keepsMinutes(AccountsRig rig) throws Exception {
    var archive = new MinuteArchive(rig.accounts, 1);
    archive.add(minutes(NOW, 90)).orElseThrow().join();
    archive.add(minutes(NOW, 90)).orElseThrow().join();
    assertThat(counted(archive.between(NOW, NOW + DAY, NOW + DAY))).isEqualTo(90);
    assertThat(counted(archive.between(NOW, NOW + HOUR, NOW + DAY))).isEqualTo(60);
    assertThat(counted(archive.between(NOW, NOW + DAY, NOW + HOUR))).isEqualTo(60);
    var next = new MinuteArchive(rig.accounts, 2);
    next.add(minutes(NOW, 10)).orElseThrow().join();
    assertThat(counted(next.between(NOW, NOW + DAY, NOW))).isEqualTo(90);
    next.thin(NOW + 3 * DAY).orElseThrow().join();
    List<StoredMinute> joined = next.between(0, NOW + DAY, NOW + DAY);
    assertThat(counted(joined)).isEqualTo(100);
    assertThat(joined).hasSize(6).allMatch(part -> part.length() == 15 * 60_000);
    next.thin(NOW + 32 * DAY).orElseThrow().join();
    assertThat(next.between(0, NOW + DAY, NOW + DAY)).isEmpty();
  }

  @Test
  void minutes_are_kept_once_joined_after_two_days_and_forgotten_after_a_month() throws Exception {
    try (var rig = new AccountsRig(StoreConfig.in(folder))) {
      keepsMinutes(rig);
    }
  }

  @Test
  void gateways_keep_their_minutes_apart(@TempDir Path other) throws Exception {
    var url = Optional.of(new Secret(TestPostgres.database()));
    try (var one = new AccountsRig(new StoreConfig(folder, url));
        var two = new AccountsRig(new StoreConfig(other, url))) {
      keepsMinutes(one);
      assertThat(new MinuteArchive(two.accounts, 9).between(0, Long.MAX_VALUE, 0)).isEmpty();
    }
  }

  @Test
  void what_one_process_has_counted_the_next_one_reads() throws Exception {
    try (var rig = new AccountsRig(StoreConfig.in(folder))) {
      new MinuteArchive(rig.accounts, 1).add(minutes(NOW, 5)).orElseThrow().join();
    }
    try (var rig = new AccountsRig(StoreConfig.in(folder))) {
      var archive = new MinuteArchive(rig.accounts, 2);
      assertThat(counted(archive.between(NOW, NOW + DAY, NOW))).isEqualTo(5);
    }
  }

  /// A minute that is joined late joins the quarter of an hour that is there.
  @Test
  void a_minute_that_comes_late_is_added_to_its_quarter() throws Exception {
    try (var rig = new AccountsRig(StoreConfig.in(folder))) {
      var archive = new MinuteArchive(rig.accounts, 1);
      archive.add(minutes(NOW, 3)).orElseThrow().join();
      archive.thin(NOW + 3 * DAY).orElseThrow().join();
      archive.add(minutes(NOW + 5 * 60_000, 1)).orElseThrow().join();
      archive.thin(NOW + 3 * DAY).orElseThrow().join();
      List<StoredMinute> joined = archive.between(0, NOW + DAY, NOW + DAY);
      assertThat(joined).hasSize(1);
      assertThat(counted(joined)).isEqualTo(4);
    }
  }
}
