package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.server.accounts.AccountsApi.Answers;
import dev.sluice.server.admin.AdminActions;
import dev.sluice.server.admin.AdminRequest;
import dev.sluice.server.admin.Page;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.payment.KeyBudgets;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The changes of accounts that an operator may make. Safe for any thread.
///
/// A key is named by its id, its name or `TEAM/NAME`.
///
/// | request                           | role     | does                                        |
/// |-----------------------------------|----------|---------------------------------------------|
/// | `POST /admin/v1/teams`            | admin    | makes a team                                |
/// | `PATCH /admin/v1/teams/NAME`      | admin    | changes its budgets                         |
/// | `POST /admin/v1/teams/NAME/delete`| admin    | removes it with its keys                    |
/// | `POST /admin/v1/keys`             | admin    | makes a key, and shows its secret           |
/// | `PATCH /admin/v1/keys/KEY`        | admin    | changes what it may do                      |
/// | `POST /admin/v1/keys/KEY/rotate`  | operator | gives it another secret, and shows that     |
/// | `POST /admin/v1/keys/KEY/revoke`  | operator | ends it                                     |
/// | `POST /admin/v1/budgets/credit`   | admin    | gives money back to a key or a team         |
/// | `POST /admin/v1/store`            | admin    | makes a new store where the old one is gone |
/// | `POST /admin/v1/forget`           | admin    | removes what names a person, a team, a key  |
///
/// @param accounts the accounts of a store, where there is one
/// @param keyBudgets the keys of the configuration that holds now, and how all budgets stand
/// @param wall the wall clock, in milliseconds since 1970
public record AccountActions(
    Optional<Accounts> accounts, Supplier<KeyBudgets> keyBudgets, LongSupplier wall)
    implements AdminActions {
  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final Set<String> WHOLE =
      Set.of(
          AccountsApi.TEAMS,
          AccountsApi.KEYS,
          AccountsApi.STORE,
          AccountsApi.CREDIT,
          AccountsApi.FORGET);
  private static final String ROTATE = "/rotate";
  private static final String REVOKE = "/revoke";
  private static final String DELETE = "/delete";

  @Override
  public Optional<Role> needed(String method, String path) {
    return switch (method) {
      case "POST" -> posted(path);
      case "PATCH" -> isOne(path) ? Optional.of(Role.ADMIN) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Role> posted(String path) {
    if (WHOLE.contains(path) || isOf(AccountsApi.TEAMS, path, DELETE)) {
      return Optional.of(Role.ADMIN);
    }
    return isOf(AccountsApi.KEYS, path, ROTATE) || isOf(AccountsApi.KEYS, path, REVOKE)
        ? Optional.of(Role.OPERATOR)
        : Optional.empty();
  }

  private static boolean isOf(String list, String path, String action) {
    return path.startsWith(list + "/")
        && path.endsWith(action)
        && path.length() > list.length() + 1 + action.length();
  }

  private static boolean isOne(String path) {
    return path.startsWith(AccountsApi.KEYS + "/") || path.startsWith(AccountsApi.TEAMS + "/");
  }

  @Override
  public Page run(AdminRequest request) {
    return Answers.of(() -> answer(request));
  }

  private Page answer(AdminRequest request)
      throws ApiProblem, StoreException, InterruptedException {
    AccountChanges changes = accounts.orElseThrow(AccountsApi::noStore).changes();
    AdminRequestBody body = AdminRequestBody.of(request.body());
    String path = request.path();
    if (request.method().equals("PATCH")) {
      return path.startsWith(AccountsApi.KEYS)
          ? changeKey(changes, request, body)
          : changeTeam(changes, request, body);
    }
    return switch (path) {
      case AccountsApi.STORE -> createStore(request, body);
      case AccountsApi.TEAMS -> createTeam(changes, request, body);
      case AccountsApi.KEYS -> createKey(changes, request, body);
      case AccountsApi.CREDIT -> new Credits(changes, keyBudgets.get()).give(request.actor(), body);
      case AccountsApi.FORGET -> forget(request, body);
      default -> ofOne(changes, request, body);
    };
  }

  private Page ofOne(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    if (request.path().endsWith(DELETE)) {
      return deleteTeam(changes, request, body);
    }
    return request.path().endsWith(ROTATE)
        ? rotate(changes, request, body)
        : revoke(changes, request, body);
  }

  private Page createStore(AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    body.end();
    Accounts open = accounts.orElseThrow(AccountsApi::noStore);
    open.createStore(request.actor());
    return Pages.of(201, AccountsJson.object().put("store", open.name()));
  }

  private Page forget(AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    Accounts open = accounts.orElseThrow(AccountsApi::noStore);
    return new Forget(open.forgetting(), keyBudgets.get()).run(request.actor(), body);
  }

  private Page createTeam(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    String name = body.need("name");
    BudgetTerms budget = TermsBody.budget(body, BudgetTerms.NONE);
    body.end();
    checkAlone(name);
    Team team = changes.createTeam(request.actor(), name, budget);
    return Pages.versioned(201, AccountsJson.team(team), team.version());
  }

  /// Checks that no key of the configuration without a team has a new team's name: it would be of
  /// that team from then on, with its caches and budgets.
  private void checkAlone(String name) throws ApiProblem {
    if (keyBudgets.get().fixed().stream()
        .anyMatch(key -> key.alone() && key.client().name().equals(name))) {
      throw new ApiProblem(
          409,
          "exists",
          "the configuration has a key %s that is a team of its own, and would be of this one: add `team:` to the key, or choose another name"
              .formatted(name));
    }
  }

  private Team team(String name) throws ApiProblem {
    return accounts
        .orElseThrow(AccountsApi::noStore)
        .keys()
        .now()
        .team(name)
        .orElseThrow(() -> ApiProblem.missing("there is no team " + name));
  }

  private Page changeTeam(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    Team before = team(last(request.path(), AccountsApi.TEAMS, ""));
    BudgetTerms budget = TermsBody.budget(body, before.budget());
    body.end();
    OptionalLong read = readVersion(request, before.version());
    Team team = changes.changeTeam(request.actor(), before.name(), read, budget);
    return Pages.versioned(200, AccountsJson.team(team), team.version());
  }

  private Page deleteTeam(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    Team before = team(last(request.path(), AccountsApi.TEAMS, DELETE));
    boolean revoke = body.flag("revoke", false);
    body.end();
    checkNoneOf(before.name());
    OptionalLong read = readVersion(request, before.version());
    List<StoredKey> keys = changes.deleteTeam(request.actor(), before.name(), read, revoke);
    ObjectNode tree = AccountsJson.object().put("name", before.name());
    ArrayNode ended = tree.putArray("keys");
    keys.forEach(key -> ended.addObject().put("id", key.id()).put("name", key.principal().name()));
    return Pages.of(200, tree);
  }

  /// Checks that no key of the configuration names a team that is to be removed: it would lose the
  /// team's budgets.
  private void checkNoneOf(String team) throws ApiProblem {
    List<Principal> keys =
        keyBudgets.get().fixed().stream()
            .map(ClientKey::principal)
            .filter(key -> key.team().equals(team))
            .toList();
    if (!keys.isEmpty()) {
      throw new ApiProblem(
          409,
          "exists",
          "keys of the configuration are of the team %s: %s; give them another team in server.keys first, and reload"
              .formatted(team, KeyName.words(keys)));
    }
  }

  private Page createKey(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    var key =
        new NewKey(
            body.need("name"),
            body.need("team"),
            body.flag("tenants", false),
            body.number("expires", 0),
            TermsBody.read(body, KeyTerms.upTo(ClientKey.HIGHEST)));
    body.end();
    return issued(201, changes.createKey(request.actor(), key));
  }

  private Page issued(int status, Issued issued) {
    return Pages.versioned(
        status, AccountsJson.issued(issued, wall.getAsLong()), issued.key().version());
  }

  private Page changeKey(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    StoredKey before = key(request, "");
    KeyTerms terms = TermsBody.read(body, before.principal().terms());
    long expires = body.number("expires", before.life().expires());
    body.end();
    OptionalLong read = readVersion(request, before.version());
    StoredKey key =
        changes.changeKey(request.actor(), before.id(), read, now -> changed(now, terms, expires));
    return Pages.versioned(200, AccountsJson.key(key, wall.getAsLong()), key.version());
  }

  /// Returns a key with other terms and another end.
  static StoredKey changed(StoredKey key, KeyTerms terms, long expires) {
    Principal of = key.principal();
    Life life = key.life();
    return new StoredKey(
        new Principal(of.id(), of.name(), of.team(), of.divided(), terms),
        new Life(life.created(), expires, life.revoked(), life.cut()),
        key.secrets(),
        key.version(),
        key.owner());
  }

  private Page rotate(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    Duration overlap = body.duration("overlap", OVERLAP);
    body.end();
    String id = key(request, ROTATE).id();
    return issued(200, changes.rotateKey(request.actor(), id, overlap));
  }

  private Page revoke(AccountChanges changes, AdminRequest request, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    boolean now = body.flag("now", false);
    body.end();
    String id = key(request, REVOKE).id();
    StoredKey key = changes.revokeKey(request.actor(), id, now);
    return Pages.versioned(200, AccountsJson.key(key, wall.getAsLong()), key.version());
  }

  private StoredKey key(AdminRequest request, String action) throws ApiProblem {
    return KeyName.stored(last(request.path(), AccountsApi.KEYS, action), keyBudgets.get());
  }

  private static String last(String path, String above, String behind) {
    return QueryStringDecoder.decodeComponent(
        path.substring(above.length() + 1, path.length() - behind.length()));
  }

  /// Reads the version that a change is meant for: the one that the request names, else the one
  /// that the change was made of.
  private static OptionalLong readVersion(AdminRequest request, long read) throws ApiProblem {
    OptionalLong named = version(request);
    return named.isPresent() ? named : OptionalLong.of(read);
  }

  private static OptionalLong version(AdminRequest request) throws ApiProblem {
    String text = request.ifMatch().replace("\"", "").strip();
    if (text.isEmpty() || text.equals("*")) {
      return OptionalLong.empty();
    }
    if (!text.matches("\\d{1,18}")) {
      throw ApiProblem.invalid("If-Match must be the ETag that was read, or *");
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
