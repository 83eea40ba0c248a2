package dev.sluice.batches.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.file.FileQuotas.Stock;
import org.junit.jupiter.api.Test;

class FileQuotasTest {
  private final FileQuotas quotas = new FileQuotas(10);

  @Test
  void files_are_counted_however_small_they_are() {
    assertThat(quotas.holds(new Stock(0, FileQuotas.FILES - 1), 1)).isTrue();
    assertThat(quotas.holds(new Stock(0, FileQuotas.FILES), 1)).isFalse();
    assertThatThrownBy(() -> quotas.share("t", new Stock(0, FileQuotas.FILES), true).close())
        .hasMessageContaining("may keep 100000 files, of 10 bytes (files.quota) together");
  }

  @Test
  void what_becomes_complete_counts_for_files_that_began_before() throws Exception {
    var none = new Stock(0, 0);
    try (FileQuotas.Share late = quotas.share("t", none, true)) {
      try (FileQuotas.Share first = quotas.share("t", none, true)) {
        first.take(6);
        first.settle();
      }
      late.take(4);
      assertThatThrownBy(() -> late.take(1)).isInstanceOf(FileRefused.class);
      quotas.free("t", 6);
      late.take(1);
      try (FileQuotas.Share third = quotas.share("t", none, true)) {
        third.take(4);
        assertThatThrownBy(() -> third.take(1)).isInstanceOf(FileRefused.class);
      }
    }
    try (FileQuotas.Share again = quotas.share("t", none, true)) {
      again.take(10);
    }
  }

  @Test
  void what_is_given_back_can_be_taken_again() throws Exception {
    var none = new Stock(0, 0);
    try (FileQuotas.Share one = quotas.share("t", none, true)) {
      one.take(10);
      try (FileQuotas.Share other = quotas.share("t", none, true);
          FileQuotas.Share unbounded = quotas.share("t", none, false)) {
        assertThatThrownBy(() -> other.take(1)).isInstanceOf(FileRefused.class);
        unbounded.take(100);
      }
      assertThatThrownBy(() -> one.take(1)).isInstanceOf(FileRefused.class);
    }
    try (FileQuotas.Share again = quotas.share("t", none, true)) {
      again.take(10);
    }
  }

  @Test
  void what_is_not_bounded_takes_no_room() throws Exception {
    var none = new Stock(0, 0);
    try (FileQuotas.Share unbounded = quotas.share("t", none, false);
        FileQuotas.Share bounded = quotas.share("t", none, true)) {
      unbounded.take(100);
      bounded.take(10);
    }
  }
}
