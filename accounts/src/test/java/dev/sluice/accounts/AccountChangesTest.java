package dev.sluice.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes of teams and keys, in SQLite.
class AccountChangesTest {
  private static final KeyTerms NARROW =
      new KeyTerms(
          new KeyScope(List.of("gpt-*", "org/x"), List.of("chat"), Set.of(Operation.CHAT)),
          new KeyBands(Band.NORMAL, Band.BATCH),
          CacheRight.OFF,
          new KeyLimits(60, 100_000, 4),
          new BudgetTerms(List.of("50USD/month", "2.50USD/day"), true));

  @TempDir private Path folder;
  private AccountsRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new AccountsRig(StoreConfig.in(folder));
    rig.team("search");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private AccountChanges changes() {
    return rig.accounts.changes();
  }

  /// Without a bound of their number, as earlier versions have stored them.
  @Test
  void a_key_that_was_stored_with_more_than_there_may_be_does_no_more_than_it_was_meant_to()
      throws Exception {
    Issued key = rig.key("search", "live");
    String budgets = "1USD/day,5USD/month," + "7USD/month,9.5USD/total,".repeat(2_000) + "2USD/day";
    String models = "first," + "gpt-*,".repeat(5_000) + "last";
    var store = rig.accounts.store().orElseThrow();
    store.await(
        store.write(
            sql ->
                sql.update("update keys set budgets = ?, models = ?", budgets, models)
                    + sql.update("update revision set number = number + 1")));
    rig.accounts.look();
    assertThat(rig.check(key))
        .isInstanceOfSatisfying(
            KeyCheck.Known.class,
            known -> {
              var terms = known.principal().terms();
              assertThat(terms.budget().budgets())
                  .containsExactlyInAnyOrder("1USD/day", "5USD/month", "9.5USD/total");
              assertThat(terms.scope().models()).hasSize(256).startsWith("first", "gpt-*");
              assertThat(terms.scope().allowsModel("last")).isFalse();
            });
    assertThat(rig.accounts.trouble()).isEmpty();
  }

  @Test
  void a_new_key_holds_at_once() throws Exception {
    Issued key = rig.key("search", "live");
    assertThat(rig.check(key)).isEqualTo(new KeyCheck.Known(key.key().principal()));
    assertThat(key.key().principal().team()).isEqualTo("search");
  }

  @Test
  void everything_that_a_key_may_do_is_kept() throws Exception {
    Issued key =
        changes().createKey("a", new AccountChanges.NewKey("n", "search", true, 5_000_000, NARROW));
    rig.close();
    rig = new AccountsRig(StoreConfig.in(folder));
    StoredKey again = rig.accounts.keys().now().key(key.key().id()).orElseThrow();
    assertThat(again.principal()).isEqualTo(key.key().principal());
    assertThat(again.principal().terms()).isEqualTo(NARROW);
    assertThat(again.principal().divided()).isTrue();
    assertThat(again.life()).isEqualTo(key.key().life());
    assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
  }

  @Test
  void a_key_expires() throws Exception {
    Issued key = changes().createKey("a", AccountsRig.newKey("search", "n", 2_000_000));
    assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
    rig.wall.set(2_000_000);
    assertThat(rig.check(key)).isEqualTo(new KeyCheck.Expired());
  }

  @Test
  void an_expiry_in_the_past_is_refused() {
    refused(
        () -> changes().createKey("a", AccountsRig.newKey("search", "n", 999_999)),
        Reason.INVALID,
        "in the future");
  }

  @Test
  void a_key_that_has_expired_is_changed_without_another_expiry() throws Exception {
    Issued key = changes().createKey("a", AccountsRig.newKey("search", "n", 2_000_000));
    String id = key.key().id();
    rig.wall.set(3_000_000);
    assertThat(changes().changeKey("a", id, OptionalLong.empty(), one -> one).life())
        .isEqualTo(key.key().life());
    refused(
        () -> changes().changeKey("a", id, OptionalLong.empty(), one -> expiring(one, 2_500_000)),
        Reason.INVALID,
        "in the future");
  }

  private static StoredKey expiring(StoredKey of, long expires) {
    Life life = of.life();
    var next = new Life(life.created(), expires, life.revoked(), life.cut());
    return new StoredKey(of.principal(), next, of.secrets(), of.version());
  }

  @Test
  void a_rotated_secret_overlaps_with_its_successor() throws Exception {
    Issued first = rig.key("search", "live");
    Issued second = changes().rotateKey("a", first.key().id(), Duration.ofHours(1));
    assertThat(rig.check(first)).isInstanceOf(KeyCheck.Known.class);
    assertThat(rig.check(second)).isInstanceOf(KeyCheck.Known.class);
    rig.wall.addAndGet(Duration.ofHours(1).toMillis());
    assertThat(rig.check(first)).isEqualTo(new KeyCheck.Expired());
    assertThat(rig.check(second)).isInstanceOf(KeyCheck.Known.class);
  }

  @Test
  void a_second_rotation_does_not_give_the_first_secret_more_time() throws Exception {
    Issued first = rig.key("search", "live");
    changes().rotateKey("a", first.key().id(), Duration.ofMinutes(1));
    changes().rotateKey("a", first.key().id(), Duration.ofHours(1));
    rig.wall.addAndGet(Duration.ofMinutes(1).toMillis());
    assertThat(rig.check(first)).isEqualTo(new KeyCheck.Expired());
  }

  @Test
  void a_revoked_key_is_revoked_at_once_and_for_good() throws Exception {
    Issued key = rig.key("search", "live");
    changes().revokeKey("a", key.key().id(), false);
    assertThat(rig.check(key)).isEqualTo(new KeyCheck.Revoked());
    refused(
        () -> changes().rotateKey("a", key.key().id(), Duration.ZERO), Reason.INVALID, "revoked");
  }

  @Test
  void a_cut_of_a_key_is_told_once() throws Exception {
    Set<String> cut = new HashSet<>();
    rig.accounts.onCut(cut::addAll);
    Issued key = rig.key("search", "live");
    changes().revokeKey("a", key.key().id(), false);
    assertThat(cut).isEmpty();
    changes().revokeKey("a", key.key().id(), true);
    assertThat(cut).containsExactly(key.key().id());
    cut.clear();
    rig.key("search", "other");
    assertThat(cut).isEmpty();
  }

  @Test
  void a_change_of_another_version_is_refused_and_changes_nothing() throws Exception {
    Issued key = rig.key("search", "live");
    long version = key.key().version();
    changes().changeKey("a", key.key().id(), OptionalLong.of(version), with(NARROW));
    refused(
        () -> changes().changeKey("a", key.key().id(), OptionalLong.of(version), with(NARROW)),
        Reason.STALE,
        "read it again");
    assertThat(rig.accounts.keys().now().key(key.key().id()).orElseThrow().principal().terms())
        .isEqualTo(NARROW);
  }

  private static Function<StoredKey, StoredKey> with(KeyTerms terms) {
    return key -> {
      Principal of = key.principal();
      return new StoredKey(
          new Principal(of.id(), of.name(), of.team(), of.divided(), terms),
          key.life(),
          key.secrets(),
          key.version());
    };
  }

  @Test
  void a_key_needs_a_team_that_is_there() {
    refused(() -> rig.key("nobody", "n"), Reason.NOT_FOUND, "no team nobody");
  }

  @Test
  void names_are_given_once() throws Exception {
    rig.key("search", "live");
    refused(() -> rig.key("search", "live"), Reason.EXISTS, "a key live");
    refused(() -> rig.team("search"), Reason.EXISTS, "a team search");
    rig.team("support");
    rig.key("support", "live");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a b", "a,b", "-a", "a\tb", "ä"})
  void a_name_that_cannot_be_shown_is_refused(String name) {
    refused(() -> rig.team(name), Reason.INVALID, "1 to 64 letters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "50", "USD/month", "-5USD/month", "50USD", "50 USD/month", "1e3USD/day"})
  void a_budget_that_is_none_is_refused(String budget) {
    assertThatThrownBy(() -> new BudgetTerms(List.of(budget), false))
        .hasMessageContaining("such as 50USD/month");
  }

  @Test
  void a_refused_change_leaves_no_trace() throws Exception {
    long revision = rig.accounts.keys().now().revision();
    refused(() -> rig.key("nobody", "n"), Reason.NOT_FOUND, "nobody");
    assertThat(rig.accounts.keys().now().revision()).isEqualTo(revision);
    assertThat(rig.accounts.audit(0, 10, AuditFilter.ALL)).hasSize(1);
  }

  @Test
  void a_team_is_removed_with_its_keys_and_none_is_left_without_a_team() throws Exception {
    Issued key = rig.key("search", "live");
    Issued old = rig.key("search", "old");
    changes().revokeKey("a", old.key().id(), false);
    rig.team("ops");
    Issued other = rig.key("ops", "live");
    assertThat(changes().deleteTeam("a", "search", OptionalLong.empty(), true))
        .extracting(StoredKey::id)
        .containsExactly(key.key().id(), old.key().id());
    assertThat(rig.check(key)).isEqualTo(new KeyCheck.Unknown());
    assertThat(rig.check(other)).isInstanceOf(KeyCheck.Known.class);
    rig.close();
    rig = new AccountsRig(StoreConfig.in(folder));
    assertThat(rig.accounts.keys().now().teams()).extracting(Team::name).containsExactly("ops");
    assertThat(rig.accounts.keys().now().keys())
        .extracting(StoredKey::id)
        .containsExactly(other.key().id());
    assertThat(rig.accounts.audit(0, 1, AuditFilter.ALL).getFirst().event())
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo("team.delete");
              assertThat(event.detail()).contains("live", key.key().id(), "old");
            });
    assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
    rig.team("search");
    rig.key("search", "live");
  }

  @Test
  void a_team_with_keys_that_can_call_is_kept_unless_they_are_to_end() throws Exception {
    Issued key = rig.key("search", "live");
    refused(
        () -> changes().deleteTeam("a", "search", OptionalLong.empty(), false),
        Reason.EXISTS,
        "the team search has keys that can call: live (" + key.key().id() + "); revoke them first");
    assertThat(rig.check(key)).isInstanceOf(KeyCheck.Known.class);
    changes().revokeKey("a", key.key().id(), false);
    changes().deleteTeam("a", "search", OptionalLong.empty(), false);
    refused(
        () -> changes().deleteTeam("a", "search", OptionalLong.empty(), false),
        Reason.NOT_FOUND,
        "there is no team search");
  }

  @Test
  void a_store_whose_last_team_was_removed_is_there() throws Exception {
    rig.key("search", "live");
    changes().deleteTeam("a", "search", OptionalLong.empty(), true);
    rig.accounts.look();
    assertThat(rig.accounts.trouble()).isEmpty();
    rig.close();
    rig = new AccountsRig(StoreConfig.in(folder));
    rig.accounts.look();
    assertThat(rig.accounts.trouble()).isEmpty();
    rig.team("search");
  }

  @Test
  void a_credit_is_kept_with_its_audit_row_and_told_to_who_counts() throws Exception {
    List<Credit> told = new ArrayList<>();
    rig.accounts.onChange(ring -> told.addAll(ring.credits()));
    rig.wall.set(2_000_000);
    changes().credit("ann", "team:search", "search", 10_500_000_000L, "an outage");
    Credit credit = new Credit("team:search", 2_000_000, 10_500_000_000L);
    assertThat(told).containsExactly(credit);
    rig.close();
    rig = new AccountsRig(StoreConfig.in(folder));
    assertThat(rig.accounts.keys().now().credits()).containsExactly(credit);
    assertThat(rig.accounts.audit(0, 1, AuditFilter.ALL).getFirst().event())
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo("budget.credit");
              assertThat(event.actor()).isEqualTo("ann");
              assertThat(event.subject()).isEqualTo("search");
              assertThat(event.detail()).isEqualTo("10.50 USD: an outage");
            });
    refused(
        () -> changes().credit("ann", "team:search", "search", 0, "none"),
        Reason.INVALID,
        "must be more than 0");
    refused(
        () -> changes().credit("ann", "team:search", "search", 1, " "),
        Reason.INVALID,
        "needs a reason of 1 to 200 characters");
  }

  /// The thread of the first credit is held up while it tells of it, until the second is committed.
  @Test
  void the_snapshot_that_holds_is_told_last() throws Exception {
    var last = new AtomicReference<List<Credit>>(List.of());
    var other = Thread.ofPlatform().unstarted(() -> credit(2));
    rig.accounts.onChange(
        ring -> {
          if (ring.credits().size() == 1 && other.getState() == Thread.State.NEW) {
            other.start();
            await().until(() -> rig.accounts.keys().now().credits().size() == 2);
            await().until(() -> hasCome(other));
          }
        });
    rig.accounts.onChange(ring -> last.set(List.copyOf(ring.credits())));
    credit(1);
    other.join();
    assertThat(last.get()).hasSize(2);
  }

  /// Whether a thread waits for its turn, or needs none.
  private static boolean hasCome(Thread thread) {
    return Set.of(Thread.State.WAITING, Thread.State.BLOCKED, Thread.State.TERMINATED)
        .contains(thread.getState());
  }

  private void credit(long nanos) {
    try {
      changes().credit("ann", "team:search", "search", nanos, "an outage");
    } catch (StoreException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(ThrowingCallable change, Reason reason, String why) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            ChangeRefused.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessageContaining(why);
  }
}
