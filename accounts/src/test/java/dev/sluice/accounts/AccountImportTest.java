package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.AccountImport.ImportedKey;
import dev.sluice.accounts.AccountImport.ImportedTeam;
import dev.sluice.accounts.audit.AuditEntry;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.SecretDigest;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Teams and keys that another gateway has made, in SQLite.
class AccountImportTest {
  private static final String ACTOR = "import";
  private static final String SECRET = "sk-7Qh2vXw9TzLr4KcYp1BnMd";
  private static final long DOLLAR = 1_000_000_000L;
  private static final BudgetTerms MONTHLY = new BudgetTerms(List.of("50USD/month"), false);

  @TempDir private Path folder;
  private AccountsRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new AccountsRig(StoreConfig.in(folder));
    imports().teams(ACTOR, List.of(new ImportedTeam("search", MONTHLY, 20 * DOLLAR)));
    imports().keys(ACTOR, List.of(key("live", SECRET, 3 * DOLLAR)));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private AccountImport imports() {
    return rig.accounts.changes().imports();
  }

  private static ImportedKey key(String name, String secret, long spent) {
    var terms = KeyTerms.upTo(Band.INTERACTIVE);
    return new ImportedKey(
        new NewKey(name, "search", false, 0, terms),
        new SecretDigest(KeySecret.digest(secret), 7, 0, true),
        spent);
  }

  private KeyCheck check(String secret) {
    return rig.accounts.keys().check(secret);
  }

  private StoredKey live() {
    return rig.accounts.keys().now().keys().iterator().next();
  }

  @Test
  void a_secret_goes_on_as_it_is() {
    assertThat(check(SECRET)).isEqualTo(new KeyCheck.Known(live().principal()));
    assertThat(live().principal().team()).isEqualTo("search");
    assertThat(check(SECRET + "x")).isEqualTo(new KeyCheck.Foreign());
  }

  @Test
  void what_was_spent_counts_for_team_and_key() {
    assertThat(rig.accounts.keys().now().credits())
        .containsExactlyInAnyOrder(
            new Credit("team:search", 1_000_000, -20 * DOLLAR),
            new Credit("key:" + live().id(), 1_000_000, -3 * DOLLAR));
    assertThat(rig.accounts.keys().now().team("search").orElseThrow().budget()).isEqualTo(MONTHLY);
  }

  @Test
  void it_holds_after_a_restart_and_by_the_copy() throws Exception {
    rig.close();
    assertThat(new KeyCopy(folder).read().orElseThrow().check(SECRET, 1_000_000))
        .isInstanceOf(KeyCheck.Known.class);
    rig = new AccountsRig(StoreConfig.in(folder));
    assertThat(check(SECRET)).isInstanceOf(KeyCheck.Known.class);
    assertThat(rig.accounts.keys().now().credits()).hasSize(2);
  }

  @Test
  void it_is_rotated_into_a_secret_of_the_stores_own_form() throws Exception {
    Issued next = rig.accounts.changes().rotateKey("a", live().id(), Duration.ofMillis(10));
    assertThat(rig.check(next)).isInstanceOf(KeyCheck.Known.class);
    assertThat(check(SECRET)).isInstanceOf(KeyCheck.Known.class);
    rig.wall.addAndGet(10);
    assertThat(check(SECRET)).isEqualTo(new KeyCheck.Expired());
    assertThat(rig.check(next)).isInstanceOf(KeyCheck.Known.class);
  }

  @Test
  void it_is_revoked_as_any_other() throws Exception {
    rig.accounts.changes().revokeKey("a", live().id(), false);
    assertThat(check(SECRET)).isEqualTo(new KeyCheck.Revoked());
  }

  @Test
  void what_is_there_is_not_taken_over_twice() {
    assertThatThrownBy(
            () -> imports().teams(ACTOR, List.of(new ImportedTeam("search", MONTHLY, 0))))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("there is a team search since the import began");
    assertThatThrownBy(() -> imports().keys(ACTOR, List.of(key("other", SECRET, 0))))
        .hasMessageContaining("the secret of the key other is there");
    assertThatThrownBy(() -> imports().keys(ACTOR, List.of(key("live", "sk-2", 0))))
        .hasMessageContaining("the team search has a key live");
    assertThat(rig.accounts.keys().now().keys()).hasSize(1);
  }

  @Test
  void each_of_many_has_its_audit_row() throws Exception {
    List<ImportedKey> many =
        IntStream.range(0, 501).mapToObj(i -> key("k" + i, "sk-" + i, 0)).toList();
    imports().keys(ACTOR, many);
    assertThat(check("sk-500")).isInstanceOf(KeyCheck.Known.class);
    assertThat(rig.accounts.verifyAudit().entries()).isEqualTo(503);
    assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
    var filter = new AuditFilter(ACTOR, "key.import", live(SECRET).id());
    List<AuditEntry> entries = rig.accounts.audit(0, 10, filter);
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().event().detail()).startsWith("spent 3.00 USD; ");
    assertThat(entries.toString()).doesNotContain(SECRET);
  }

  private StoredKey live(String secret) {
    return rig.accounts
        .keys()
        .now()
        .imported(new SecretDigest(KeySecret.digest(secret), 0, 0, true))
        .orElseThrow();
  }

  @Test
  void names_budgets_and_sums_are_checked_before_anything_is_written() {
    assertThatThrownBy(() -> imports().teams(ACTOR, List.of(new ImportedTeam("a b", MONTHLY, 0))))
        .hasMessageContaining("a team's name must be");
    assertThatThrownBy(() -> imports().teams(ACTOR, List.of(new ImportedTeam("b", MONTHLY, -1))))
        .hasMessageContaining("what was spent must be");
    assertThatThrownBy(() -> imports().keys(ACTOR, List.of(key("", "sk-2", 0))))
        .hasMessageContaining("a key's name must be");
    assertThat(rig.accounts.keys().now().teams()).hasSize(1);
  }
}
