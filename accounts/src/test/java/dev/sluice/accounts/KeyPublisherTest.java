package dev.sluice.accounts;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeyRings;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done with a new snapshot of keys, beside a disk that takes its time.
class KeyPublisherTest {
  @TempDir private Path folder;
  private final KeyRings rings = new KeyRings(() -> 0);
  private final CountDownLatch writing = new CountDownLatch(1);
  private final CompletableFuture<Void> disk = new CompletableFuture<>();
  private CopyKeeper copies;

  private KeyPublisher publisher() {
    copies = new CopyKeeper(new KeyCopy(folder), "store", this::slowly);
    return new KeyPublisher(rings, copies);
  }

  private KeyRing slowly() {
    writing.countDown();
    disk.join();
    return rings.now();
  }

  @AfterEach
  void end() {
    disk.complete(null);
    copies.close();
  }

  private static KeyRing ring(long revision) {
    return new KeyRing(revision, List.of(), List.of(), List.of());
  }

  private static KeyRing withKey(long revision, boolean cut) {
    var of = new Principal("k", "live", "search", false, KeyTerms.upTo(Band.INTERACTIVE));
    var key = new StoredKey(of, new Life(1, 0, cut ? 2 : 0, cut), List.of(), 1, KeyOwner.NONE);
    return new KeyRing(revision, List.of(), List.of(key), List.of());
  }

  private long copied() throws Exception {
    return new KeyCopy(folder).read().map(KeyRing::revision).orElse(0L);
  }

  @Test
  void a_change_of_another_process_does_not_wait_for_the_copy_of_the_one_before() throws Exception {
    KeyPublisher publisher = publisher();
    List<Set<String>> cut = new ArrayList<>();
    publisher.onCut(cut::add);
    copies.begin();
    publisher.read(withKey(1, false), rings.now(), () -> true);
    writing.await();
    publisher.read(withKey(2, true), rings.now(), () -> true);
    assertThat(rings.now().revision()).isEqualTo(2);
    assertThat(cut).containsExactly(Set.of("k"));
    assertThat(copied()).isZero();
    disk.complete(null);
    soon().until(() -> copied() == 2);
  }

  @Test
  void the_copy_of_a_change_of_this_process_is_written_when_it_is_done() throws Exception {
    disk.complete(null);
    publisher().changed(ring(1));
    assertThat(copied()).isEqualTo(1);
  }

  @Test
  void a_copy_that_was_asked_for_is_written_before_the_end() throws Exception {
    disk.complete(null);
    publisher().read(ring(1), rings.now(), () -> true);
    assertThat(copied()).isZero();
    copies.close();
    assertThat(copied()).isEqualTo(1);
  }

  @Test
  void an_older_snapshot_holds_where_nothing_was_published_since_it_was_looked_for() {
    KeyPublisher publisher = publisher();
    KeyRing empty = rings.now();
    publisher.read(ring(5), empty, () -> true);
    publisher.read(ring(4), empty, () -> true);
    assertThat(rings.now().revision()).isEqualTo(5);
    publisher.read(ring(4), rings.now(), () -> true);
    assertThat(rings.now().revision()).isEqualTo(4);
  }

  @Test
  void a_snapshot_of_a_store_that_was_replaced_meanwhile_is_dropped() {
    KeyPublisher publisher = publisher();
    publisher.read(ring(5), rings.now(), () -> false);
    assertThat(rings.now()).isSameAs(KeyRing.EMPTY);
  }
}
