package dev.sluice.server.accounts;

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
import dev.sluice.server.admin.page.Page;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.edge.client.ClientKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What is changed of accounts. Safe for any thread.
///
/// | request                           | role     | does                                        |
/// |-----------------------------------|----------|---------------------------------------------|
/// | `POST /admin/v1/teams`            | admin    | makes a team                                |
/// | `PATCH /admin/v1/teams/NAME`      | admin    | changes its budgets                         |
/// | `POST /admin/v1/keys`             | admin    | makes a key, and shows its secret           |
/// | `PATCH /admin/v1/keys/ID`         | admin    | changes what it may do                      |
/// | `POST /admin/v1/keys/ID/rotate`   | operator | gives it another secret, and shows that     |
/// | `POST /admin/v1/keys/ID/revoke`   | operator | ends it                                     |
/// | `POST /admin/v1/store`            | admin    | makes a new store where the old one is gone |
public final class AccountActions implements AdminActions {
  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final Set<String> WHOLE =
      Set.of(AccountsApi.TEAMS, AccountsApi.KEYS, AccountsApi.STORE);
  private static final String ROTATE = "/rotate";
  private static final String REVOKE = "/revoke";

  private final Optional<Accounts> accounts;
  private final Supplier<List<ClientKey>> fixed;
  private final LongSupplier wall;

  /// @param accounts those of a store, where there is one
  /// @param fixed the keys of the configuration that holds now
  /// @param wall the wall clock, in milliseconds since 1970
  public AccountActions(
      Optional<Accounts> accounts, Supplier<List<ClientKey>> fixed, LongSupplier wall) {
    this.accounts = accounts;
    this.fixed = fixed;
    this.wall = wall;
  }

  @Override
  public Optional<Role> needed(String method, String path) {
    return switch (method) {
      case "POST" -> posted(path);
      case "PATCH" -> isOne(path) ? Optional.of(Role.ADMIN) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Role> posted(String path) {
    if (WHOLE.contains(path)) {
      return Optional.of(Role.ADMIN);
    }
    return isOfKey(path, ROTATE) || isOfKey(path, REVOKE)
        ? Optional.of(Role.OPERATOR)
        : Optional.empty();
  }

  private static boolean isOfKey(String path, String action) {
    return path.startsWith(AccountsApi.KEYS + "/")
        && path.endsWith(action)
        && path.length() > AccountsApi.KEYS.length() + 1 + action.length();
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
    RequestBody body = RequestBody.of(request.body());
    String path = request.path();
    if (request.method().equals("PATCH")) {
      return path.startsWith(AccountsApi.KEYS)
          ? changeKey(changes, request, body)
          : changeTeam(changes, request, body);
    }
    if (path.equals(AccountsApi.STORE)) {
      return createStore(request, body);
    }
    if (path.equals(AccountsApi.TEAMS)) {
      return createTeam(changes, request, body);
    }
    if (path.equals(AccountsApi.KEYS)) {
      return createKey(changes, request, body);
    }
    return path.endsWith(ROTATE) ? rotate(changes, request, body) : revoke(changes, request, body);
  }

  private Page createStore(AdminRequest request, RequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    body.end();
    Accounts open = accounts.orElseThrow(AccountsApi::noStore);
    open.createStore(request.actor());
    return Pages.of(201, AccountsJson.object().put("store", open.name()));
  }

  private Page createTeam(AccountChanges changes, AdminRequest request, RequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    String name = body.need("name");
    BudgetTerms budget = TermsBody.budget(body, BudgetTerms.NONE);
    body.end();
    checkAlone(name);
    Team team = changes.createTeam(request.actor(), name, budget);
    return Pages.versioned(201, AccountsJson.team(team), team.version());
  }

  /// A key without a team would be of a team of its name from then on, with its caches and budgets.
  private void checkAlone(String name) throws ApiProblem {
    if (fixed.get().stream().anyMatch(key -> key.alone() && key.client().name().equals(name))) {
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
        .orElseThrow(() -> new ApiProblem(404, "not_found", "there is no team " + name));
  }

  private Page changeTeam(AccountChanges changes, AdminRequest request, RequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    Team before = team(last(request.path(), AccountsApi.TEAMS, ""));
    BudgetTerms budget = TermsBody.budget(body, before.budget());
    body.end();
    OptionalLong read = readVersion(request, before.version());
    Team team = changes.changeTeam(request.actor(), before.name(), read, budget);
    return Pages.versioned(200, AccountsJson.team(team), team.version());
  }

  private Page createKey(AccountChanges changes, AdminRequest request, RequestBody body)
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

  private Page changeKey(AccountChanges changes, AdminRequest request, RequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    String id = last(request.path(), AccountsApi.KEYS, "");
    StoredKey before =
        accounts
            .orElseThrow(AccountsApi::noStore)
            .keys()
            .now()
            .key(id)
            .orElseThrow(() -> new ApiProblem(404, "not_found", "there is no key " + id));
    KeyTerms terms = TermsBody.read(body, before.principal().terms());
    long expires = body.number("expires", before.life().expires());
    body.end();
    OptionalLong read = readVersion(request, before.version());
    StoredKey key =
        changes.changeKey(request.actor(), id, read, now -> changed(now, terms, expires));
    return Pages.versioned(200, AccountsJson.key(key, wall.getAsLong()), key.version());
  }

  private static StoredKey changed(StoredKey key, KeyTerms terms, long expires) {
    Principal of = key.principal();
    Life life = key.life();
    return new StoredKey(
        new Principal(of.id(), of.name(), of.team(), of.divided(), terms),
        new Life(life.created(), expires, life.revoked(), life.cut()),
        key.secrets(),
        key.version());
  }

  private Page rotate(AccountChanges changes, AdminRequest request, RequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    Duration overlap = body.duration("overlap", OVERLAP);
    body.end();
    String id = last(request.path(), AccountsApi.KEYS, ROTATE);
    return issued(200, changes.rotateKey(request.actor(), id, overlap));
  }

  private Page revoke(AccountChanges changes, AdminRequest request, RequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    boolean now = body.flag("now", false);
    body.end();
    String id = last(request.path(), AccountsApi.KEYS, REVOKE);
    StoredKey key = changes.revokeKey(request.actor(), id, now);
    return Pages.versioned(200, AccountsJson.key(key, wall.getAsLong()), key.version());
  }

  private static String last(String path, String above, String behind) {
    return path.substring(above.length() + 1, path.length() - behind.length());
  }

  /// The version that a change is meant for: the one that the request names, else the one that it
  /// was made of.
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
