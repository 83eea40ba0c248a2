package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.audit.AuditEntry;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.report.OwnedBudget;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.Page;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.payment.KeyBudgets;
import dev.sluice.server.payment.NamesakeKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The pages of accounts to read: `/admin/v1/teams`, `/keys`, `/budgets` and `/audit`. Lists come
/// in pages: `limit` entries behind the one that `after` names, and `next` to go on with. Safe for
/// any thread.
///
/// @param accounts the accounts of a store, where there is one
/// @param keyBudgets the callers of the keys of the configuration, and how all budgets stand
/// @param wall the wall clock, in milliseconds since 1970
public record AccountsApi(Optional<Accounts> accounts, KeyBudgets keyBudgets, LongSupplier wall)
    implements AdminPages.Source {
  static final String TEAMS = "/admin/v1/teams";
  static final String KEYS = "/admin/v1/keys";
  static final String STORE = "/admin/v1/store";
  static final String AUDIT = "/admin/v1/audit";
  static final String VERIFY = AUDIT + "/verify";
  static final String BUDGETS = "/admin/v1/budgets";

  static final String CREDIT = BUDGETS + "/credit";
  static final String FORGET = "/admin/v1/forget";

  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  @Override
  public String paths() {
    return String.join(" ", TEAMS, KEYS, BUDGETS, AUDIT, VERIFY);
  }

  @Override
  public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
    return switch (path) {
      case TEAMS -> page(() -> teams(query));
      case KEYS -> page(() -> keys(query));
      case BUDGETS -> page(() -> budgets(query));
      case AUDIT -> asked(() -> audit(query));
      case VERIFY -> asked(this::verify);
      default -> one(path);
    };
  }

  private Optional<Supplier<Page>> one(String path) {
    if (path.startsWith(KEYS + "/")) {
      return page(() -> key(path.substring(KEYS.length() + 1)));
    }
    return path.startsWith(TEAMS + "/")
        ? page(() -> team(path.substring(TEAMS.length() + 1)))
        : Optional.empty();
  }

  private static Optional<Supplier<Page>> page(Question question) {
    return Optional.of(() -> Answers.of(question));
  }

  /// The page of a question to the store.
  public static Optional<Supplier<Page>> asked(Question question) {
    AdminPages.StorePage page = () -> Answers.of(question);
    return Optional.of(page);
  }

  private KeyRing ring() {
    return accounts.map(open -> open.keys().now()).orElse(KeyRing.EMPTY);
  }

  private Page teams(Map<String, List<String>> query) throws ApiProblem {
    Cursor cursor = Cursor.of(query, List.of(), USUAL, MOST);
    Stream<Team> teams = ring().teams().stream().sorted(Comparator.comparing(Team::name));
    return Pages.of(200, cursor.page("teams", teams, Team::name, this::tree));
  }

  private Page team(String name) throws ApiProblem {
    Team team =
        ring()
            .team(name)
            .orElseThrow(() -> ApiProblem.missing("there is no team " + name + " in the store"));
    return Pages.versioned(200, tree(team), team.version());
  }

  private ObjectNode tree(Team team) {
    return BudgetJson.add(AccountsJson.team(team), keyBudgets.of(team));
  }

  private Page keys(Map<String, List<String>> query) throws ApiProblem {
    Cursor cursor = Cursor.of(query, List.of("team", "state"), USUAL, MOST);
    long now = wall.getAsLong();
    KeyRing ring = ring();
    Stream<Listed> all =
        Stream.concat(
            keyBudgets.fixed().stream().map(key -> listed(key, ring, now)),
            ring.keys().stream().map(key -> listed(key, now)));
    Stream<Listed> wanted =
        all.filter(key -> cursor.wants("team", key.of().team()))
            .filter(key -> cursor.wants("state", key.state()))
            .sorted(Comparator.comparing(Listed::place));
    return Pages.of(200, cursor.page("keys", wanted, Listed::place, this::tree));
  }

  /// A key of the configuration or of the store.
  ///
  /// @param tree makes its members
  private record Listed(Principal of, String state, Supplier<ObjectNode> tree) {
    /// The text that the list is sorted by; no two entries share it.
    String place() {
      return of.team() + "/" + of.name() + "/" + of.id();
    }
  }

  private static Listed listed(ClientKey key, KeyRing ring, long now) {
    String state = key.isOver(now) ? "expired" : "active";
    boolean namesake = NamesakeKeys.isOne(key, ring);
    return new Listed(
        key.principal(), state, () -> AccountsJson.fixed(key, now).put("namesake", namesake));
  }

  private static Listed listed(StoredKey key, long now) {
    return new Listed(key.principal(), key.state(now), () -> AccountsJson.key(key, now));
  }

  private ObjectNode tree(Listed key) {
    return BudgetJson.add(key.tree().get(), keyBudgets.of(key.of()));
  }

  private Page budgets(Map<String, List<String>> query) throws ApiProblem {
    Cursor cursor = Cursor.of(query, List.of("of", "team", "order"), USUAL, MOST);
    Stream<OwnedBudget> rows =
        keyBudgets
            .all()
            .filter(one -> cursor.wants("of", BudgetJson.kind(one)))
            .filter(one -> cursor.wants("team", one.team()));
    return Pages.of(200, budgets(cursor, rows));
  }

  /// Lists budgets by their owners, in pages; or only those of which the largest share is spent.
  private static ObjectNode budgets(Cursor cursor, Stream<OwnedBudget> rows) throws ApiProblem {
    String order = cursor.of("order");
    if (order.isEmpty()) {
      Stream<OwnedBudget> sorted = rows.sorted(Comparator.comparing(BudgetJson::place));
      return cursor.page("budgets", sorted, BudgetJson::place, BudgetJson::whole);
    }
    if (!order.equals("spent") || !cursor.after().isEmpty()) {
      throw ApiProblem.invalid("order must be spent, without after; it is " + order);
    }
    ObjectNode tree = AccountsJson.object();
    ArrayNode most = tree.putArray("budgets");
    rows.sorted(Comparator.comparingDouble(OwnedBudget::share).reversed())
        .limit(cursor.limit())
        .map(BudgetJson::whole)
        .forEach(most::add);
    return tree.putNull("next");
  }

  private Page key(String text) throws ApiProblem {
    KeyName name = KeyName.find(text, keyBudgets);
    KeyRing ring = ring();
    Optional<StoredKey> stored = ring.key(name.id());
    long now = wall.getAsLong();
    if (stored.isPresent()) {
      return Pages.versioned(200, tree(listed(stored.get(), now)), stored.get().version());
    }
    return keyBudgets.fixed().stream()
        .filter(key -> key.principal().id().equals(name.id()))
        .findFirst()
        .map(key -> Pages.of(200, tree(listed(key, ring, now))))
        .orElseThrow(
            () -> ApiProblem.missing("there is no key %s: `keys list` has them".formatted(text)));
  }

  private Page audit(Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    Cursor cursor = Cursor.of(query, List.of("actor", "action", "subject"), USUAL, MOST);
    var filter = new AuditFilter(cursor.of("actor"), cursor.of("action"), cursor.of("subject"));
    List<AuditEntry> found = there().audit(cursor.number(), cursor.limit() + 1, filter);
    ObjectNode tree = AccountsJson.object();
    ArrayNode entries = tree.putArray("entries");
    found.stream().limit(cursor.limit()).map(AccountsJson::entry).forEach(entries::add);
    cursor.next(tree, found, entry -> Long.toString(entry.number()));
    return Pages.of(200, tree);
  }

  private Page verify() throws ApiProblem, StoreException, InterruptedException {
    return Pages.of(200, AccountsJson.verdict(there().verifyAudit()));
  }

  private Accounts there() throws ApiProblem {
    return accounts.orElseThrow(AccountsApi::noStore);
  }

  /// Why there is no answer without a store.
  public static ApiProblem noStore() {
    return new ApiProblem(
        409,
        "no_store",
        "this gateway has no store: add `store: {path: data}` to its configuration");
  }

  /// A question whose answer may fail.
  @FunctionalInterface
  public interface Question {
    Page answer() throws ApiProblem, StoreException, InterruptedException;
  }

  /// The maker of the pages that answer questions, failures included.
  public static final class Answers {
    private Answers() {}

    /// Answers a question, or tells what is wrong with it.
    public static Page of(Question question) {
      try {
        return question.answer();
      } catch (ApiProblem why) {
        return why.page();
      } catch (ChangeRefused why) {
        return ApiProblem.of(why).page();
      } catch (StoreException why) {
        return ApiProblem.of(why).page();
      } catch (IllegalArgumentException why) {
        return ApiProblem.invalid(String.valueOf(why.getMessage())).page();
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return new ApiProblem(503, "draining", "this server is stopping").page();
      }
    }
  }
}
