package dev.sluice.accounts.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final long NOW = 1_000_000;

  private final Random random = new Random(20);
  private final KeySecret secret = KeySecret.of("0123456789", random);
  private final Principal principal =
      new Principal("0123456789", "live", "search", false, KeyTerms.upTo(Band.INTERACTIVE));

  private KeyRing ring(Life life, SecretDigest... secrets) {
    return new KeyRing(
        1, List.of(), List.of(new StoredKey(principal, life, List.of(secrets), 1)), List.of());
  }

  private static Life living(long expires) {
    return new Life(1, expires, 0, false);
  }

  private SecretDigest kept(long ends) {
    return new SecretDigest(secret.digest(), 1, ends);
  }

  @Test
  void a_secret_stands_for_its_principal() {
    assertThat(ring(living(0), kept(0)).check(secret.text(), NOW))
        .isEqualTo(new KeyCheck.Known(principal));
  }

  @Test
  void another_secret_with_the_id_of_a_key_is_unknown() {
    KeySecret other = KeySecret.of(secret.id(), random);
    assertThat(ring(living(0), kept(0)).check(other.text(), NOW)).isEqualTo(new KeyCheck.Unknown());
  }

  @Test
  void a_key_ends_at_the_instant_of_its_expiry() {
    KeyRing ring = ring(living(NOW), kept(0));
    assertThat(ring.check(secret.text(), NOW - 1)).isInstanceOf(KeyCheck.Known.class);
    assertThat(ring.check(secret.text(), NOW)).isEqualTo(new KeyCheck.Expired());
  }

  @Test
  void a_rotated_secret_goes_on_until_it_ends() {
    KeySecret next = KeySecret.of(secret.id(), random);
    KeyRing ring = ring(living(0), kept(NOW), new SecretDigest(next.digest(), 2, 0));
    assertThat(ring.check(secret.text(), NOW - 1)).isInstanceOf(KeyCheck.Known.class);
    assertThat(ring.check(secret.text(), NOW)).isEqualTo(new KeyCheck.Expired());
    assertThat(ring.check(next.text(), NOW)).isInstanceOf(KeyCheck.Known.class);
  }

  @Test
  void a_revoked_key_is_revoked_also_behind_its_expiry() {
    KeyRing ring = ring(new Life(1, NOW, NOW - 1, false), kept(0));
    assertThat(ring.check(secret.text(), NOW + 1)).isEqualTo(new KeyCheck.Revoked());
  }

  @Test
  void only_a_client_that_has_the_secret_learns_what_became_of_the_key() {
    KeySecret other = KeySecret.of(secret.id(), random);
    KeyRing ring = ring(new Life(1, 0, NOW, false), kept(0));
    assertThat(ring.check(other.text(), NOW)).isEqualTo(new KeyCheck.Unknown());
  }

  @Test
  void mistyped_and_foreign_secrets_are_told_apart() {
    KeyRing ring = ring(living(0), kept(0));
    assertThat(ring.check("sk-proj-1", NOW)).isEqualTo(new KeyCheck.Foreign());
    assertThat(ring.check(secret.text() + "x", NOW)).isEqualTo(new KeyCheck.Mistyped());
    assertThat(ring.check("sk-slc-" + "x".repeat(1 << 20), NOW)).isEqualTo(new KeyCheck.Mistyped());
  }

  @Test
  void an_unknown_key_is_unavailable_while_the_store_is_away() {
    var now = new AtomicLong(NOW);
    var rings = new KeyRings(now::get);
    rings.use(ring(living(0), kept(0)));
    rings.setAway(true);
    KeySecret other = KeySecret.of("9876543210", random);
    assertThat(rings.check(other.text())).isEqualTo(new KeyCheck.Unavailable());
    assertThat(rings.check(secret.text())).isInstanceOf(KeyCheck.Known.class);
    rings.setAway(false);
    assertThat(rings.check(other.text())).isEqualTo(new KeyCheck.Unknown());
  }
}
