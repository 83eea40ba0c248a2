package dev.sluice.accounts.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final long NOW = 1_000_000;

  /// A secret as LiteLLM makes them.
  private static final String ELSEWHERE = "sk-7Qh2vXw9TzLr4KcYp1BnMd";

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
  void a_secret_of_another_gateway_is_known_by_its_digest() {
    KeyRing ring = imported(living(NOW), NOW - 1);
    assertThat(ring.check(ELSEWHERE, NOW - 2)).isEqualTo(new KeyCheck.Known(principal));
    assertThat(ring.check(ELSEWHERE, NOW - 1)).isEqualTo(new KeyCheck.Expired());
    assertThat(imported(new Life(1, 0, NOW, false), 0).check(ELSEWHERE, NOW))
        .isEqualTo(new KeyCheck.Revoked());
    assertThat(ring.check(ELSEWHERE + "x", 1)).isEqualTo(new KeyCheck.Foreign());
    assertThat(ring.check("x".repeat(1 << 20), 1)).isEqualTo(new KeyCheck.Foreign());
    assertThat(ring.check(secret.text(), 1)).isEqualTo(new KeyCheck.Unknown());
  }

  /// A reader of the other gateway's database must not be able to call.
  @Test
  void the_digest_of_a_secret_is_no_secret() {
    KeyRing ring = imported(living(0), 0);
    String digest = HexFormat.of().formatHex(KeySecret.digest(ELSEWHERE));
    assertThat(ring.check(digest, NOW)).isEqualTo(new KeyCheck.Foreign());
  }

  @Test
  void a_secret_of_the_stores_own_form_is_not_found_by_its_digest_alone() {
    KeyRing ring = ring(living(0), new SecretDigest(KeySecret.digest(ELSEWHERE), 1, 0));
    assertThat(ring.check(ELSEWHERE, NOW)).isEqualTo(new KeyCheck.Foreign());
  }

  private KeyRing imported(Life life, long ends) {
    return ring(life, new SecretDigest(KeySecret.digest(ELSEWHERE), 1, ends, true));
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

  private static StoredKey named(String id, Life life) {
    var principal = new Principal(id, "live", "search", false, KeyTerms.upTo(Band.INTERACTIVE));
    return new StoredKey(principal, life, List.of(), 1);
  }

  @Test
  void a_caller_without_a_secret_is_known_by_team_and_name() {
    var now = new AtomicLong(NOW);
    var rings = new KeyRings(now::get);
    rings.setAway(false);
    var old = named("0000000000", new Life(1, 0, NOW, false));
    var first = named("1111111111", new Life(2, 0, 0, false));
    var last = named("2222222222", new Life(3, NOW + 1, 0, false));
    rings.use(new KeyRing(1, List.of(), List.of(last, old, first), List.of()));
    assertThat(rings.named("search", "live")).isEqualTo(new KeyCheck.Known(last.principal()));
    assertThat(rings.named("search", "other")).isEqualTo(new KeyCheck.Unknown());
    assertThat(rings.named("sea", "rchlive")).isEqualTo(new KeyCheck.Unknown());
    now.set(NOW + 1);
    assertThat(rings.named("search", "live")).isEqualTo(new KeyCheck.Expired());
    rings.use(new KeyRing(2, List.of(), List.of(old), List.of()));
    assertThat(rings.named("search", "live")).isEqualTo(new KeyCheck.Revoked());
    rings.use(KeyRing.EMPTY);
    rings.setAway(true);
    assertThat(rings.named("search", "live")).isEqualTo(new KeyCheck.Unavailable());
  }
}
