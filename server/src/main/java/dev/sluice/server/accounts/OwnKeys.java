package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.TermsBound;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.text.EnumWords;
import dev.sluice.server.accounts.AccountsApi.Answers;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminRequest;
import dev.sluice.server.admin.Asker;
import dev.sluice.server.admin.Page;
import dev.sluice.server.admin.SelfService;
import dev.sluice.server.admin.TeamMembership;
import dev.sluice.server.payment.KeyBudgets;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What people do for themselves, within what their teams allow:
///
/// | request                                        | who    | does                                 |
/// |------------------------------------------------|--------|--------------------------------------|
/// | `GET /admin/v1/me`                             | anyone | who asks, and the teams              |
/// | `GET /admin/v1/me/keys`                        | person | the keys of the person               |
/// | `POST /admin/v1/me/keys`                       | member | makes a key, and shows its secret    |
/// | `POST /admin/v1/me/keys/ID/rotate`             | its    | gives it another secret              |
/// | `POST /admin/v1/me/keys/ID/revoke`             | its    | ends it                              |
/// | `GET /admin/v1/me/teams/NAME`                  | member | the team's budgets and people's keys |
/// | `GET /admin/v1/me/teams/NAME/spend`, `/calls`  | member | what it spends                       |
/// | `GET /admin/v1/me/teams/NAME/batches`, `/ID`   | member | its batches, and one of them         |
/// | `GET /admin/v1/me/teams/NAME/files`            | member | what it keeps of files               |
/// | `PATCH /admin/v1/me/teams/NAME/keys/ID`        | owner  | changes a key of the team's people   |
/// | `POST /admin/v1/me/teams/NAME/keys/ID/revoke`  | owner  | ends one                             |
///
/// A key that is not the person's is as if it were not there. Safe for any thread; waits for the
/// store.
///
/// @param pages where spend, calls, batches and files are found
/// @param files whether files are kept here, and batches may be run
/// @param wall the wall clock, in milliseconds since 1970
public record OwnKeys(
    Optional<Accounts> accounts,
    Supplier<KeyBudgets> keyBudgets,
    AdminPages.Source pages,
    boolean files,
    LongSupplier wall)
    implements SelfService {
  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final Set<String> OF_SPEND =
      Set.of("by", "from", "to", "after", "limit", "format");
  private static final Set<String> OF_CALLS =
      Set.of("from", "to", "after", "limit", "format", "target", "failed");
  private static final Set<String> OF_BATCHES = Set.of("state", "after", "limit");

  @Override
  public Page answer(Asker asker, AdminRequest request, Map<String, List<String>> query) {
    return Answers.of(() -> answered(asker, request, query));
  }

  private Page answered(Asker asker, AdminRequest request, Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    List<String> parts = parts(request.path());
    String way = request.method() + " " + shape(parts);
    return switch (way) {
      case "GET " -> Pages.of(200, who(asker));
      case "GET keys" -> Pages.of(200, keys(asker));
      case "POST keys" -> make(asker, request);
      case "POST keys/*/rotate" -> rotate(asker, request, parts.get(1));
      case "POST keys/*/revoke" -> revoke(request, own(asker, parts.get(1)));
      case "GET teams/*" -> Pages.of(200, team(asker, parts.get(1)));
      case "GET teams/*/spend" -> of(asker, parts.get(1), "/admin/v1/spend", OF_SPEND, query);
      case "GET teams/*/calls" -> of(asker, parts.get(1), "/admin/v1/spend/calls", OF_CALLS, query);
      case "GET teams/*/batches" -> of(asker, parts.get(1), BatchesApi.BATCHES, OF_BATCHES, query);
      case "GET teams/*/batches/*" ->
          of(asker, parts.get(1), BatchesApi.BATCHES + "/" + parts.get(3), Set.of(), query);
      case "GET teams/*/files" -> of(asker, parts.get(1), BatchesApi.FILES, Set.of(), query);
      case "PATCH teams/*/keys/*" -> change(asker, request, parts.get(1), parts.get(3));
      case "POST teams/*/keys/*/revoke" ->
          revoke(request, ofTeam(asker, parts.get(1), parts.get(3)));
      default -> throw ApiProblem.missing("nothing is there: " + way.strip());
    };
  }

  private static List<String> parts(String path) {
    String rest = path.substring(Math.min(path.length(), PATH.length() + 1));
    return rest.isEmpty()
        ? List.of()
        : Stream.of(rest.split("/", -1)).map(QueryStringDecoder::decodeComponent).toList();
  }

  /// A path with stars for what it names.
  private static String shape(List<String> parts) {
    var shape = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      shape.add(i % 2 == 1 ? "*" : parts.get(i));
    }
    return String.join("/", shape);
  }

  private Accounts there() throws ApiProblem {
    return accounts.orElseThrow(AccountsApi::noStore);
  }

  private static String person(Asker asker) throws ApiProblem {
    return asker
        .person()
        .orElseThrow(
            () ->
                new ApiProblem(
                    403,
                    "no_person",
                    "a token has no keys of its own: log in as a person, or use `keys`"));
  }

  private ObjectNode who(Asker asker) {
    ObjectNode tree = AccountsJson.object().put("name", asker.name()).put("shown", asker.shown());
    tree.put("person", asker.person().orElse(null));
    tree.put("role", asker.role().map(EnumWords::of).orElse(null)).put("files", files);
    ArrayNode teams = tree.putArray("teams");
    asker.teams().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(team -> teams.add(tree(team.getKey(), team.getValue())));
    return tree;
  }

  private static ObjectNode tree(String name, TeamMembership membership) {
    ObjectNode tree = AccountsJson.object().put("name", name);
    tree.put("owner", membership.owner()).put("keys", membership.rights().keys());
    tree.set("terms", TermsJson.terms(AccountsJson.object(), membership.rights().terms()));
    tree.set("most", TermsJson.terms(AccountsJson.object(), membership.rights().most()));
    return tree;
  }

  private ObjectNode keys(Asker asker) throws ApiProblem {
    String person = person(asker);
    ObjectNode tree = AccountsJson.object();
    ArrayNode keys = tree.putArray("keys");
    sorted(there().keys().now().keys().stream().filter(key -> isOf(key, person)))
        .forEach(key -> keys.add(tree(key)));
    return tree;
  }

  private static boolean isOf(StoredKey key, String person) {
    return !key.owner().isNone() && key.owner().person().equals(person);
  }

  private static Stream<StoredKey> sorted(Stream<StoredKey> keys) {
    return keys.sorted(
        Comparator.comparing((StoredKey key) -> key.life().isRevoked())
            .thenComparing(key -> key.principal().team())
            .thenComparing(key -> key.principal().name()));
  }

  private ObjectNode tree(StoredKey key) {
    return BudgetJson.add(
        AccountsJson.key(key, wall.getAsLong()), keyBudgets.get().of(key.principal()));
  }

  private Page make(Asker asker, AdminRequest request)
      throws ApiProblem, StoreException, InterruptedException {
    String person = person(asker);
    AdminRequestBody body = AdminRequestBody.of(request.body());
    String team = body.need("team");
    TeamMembership membership = membership(asker, team);
    KeyTerms most = membership.rights().terms();
    KeyTerms terms = TermsBody.read(body, most);
    var key =
        new NewKey(
            body.need("name"), team, false, body.number("expires", 0), terms, KeyOwner.of(person));
    body.end();
    checkWithin(terms, most);
    return issued(201, changes().createKey(request.actor(), key, membership.rights().keys()));
  }

  private AccountChanges changes() throws ApiProblem {
    return there().changes();
  }

  private static TeamMembership membership(Asker asker, String team) throws ApiProblem {
    TeamMembership membership = asker.teams().get(team);
    if (membership == null) {
      throw new ApiProblem(403, "not_member", "you are in no team " + team);
    }
    return membership;
  }

  private static void checkWithin(KeyTerms terms, KeyTerms most) throws ApiProblem {
    Optional<String> beyond = TermsBound.beyond(terms, most);
    if (beyond.isPresent()) {
      throw new ApiProblem(403, "beyond_terms", "the team allows less: " + beyond.get());
    }
  }

  private Page issued(int status, Issued issued) {
    return Pages.versioned(
        status, AccountsJson.issued(issued, wall.getAsLong()), issued.key().version());
  }

  private StoredKey own(Asker asker, String id) throws ApiProblem {
    String person = person(asker);
    return there()
        .keys()
        .now()
        .key(id)
        .filter(key -> isOf(key, person))
        .orElseThrow(() -> ApiProblem.missing("you have no key " + id));
  }

  private Page rotate(Asker asker, AdminRequest request, String id)
      throws ApiProblem, StoreException, InterruptedException {
    StoredKey key = own(asker, id);
    TeamMembership _ = membership(asker, key.principal().team());
    AdminRequestBody body = AdminRequestBody.of(request.body());
    Duration overlap = body.duration("overlap", OVERLAP);
    body.end();
    return issued(200, changes().rotateKey(request.actor(), key.id(), overlap));
  }

  private Page revoke(AdminRequest request, StoredKey before)
      throws ApiProblem, StoreException, InterruptedException {
    AdminRequestBody body = AdminRequestBody.of(request.body());
    boolean now = body.flag("now", false);
    body.end();
    StoredKey key = changes().revokeKey(request.actor(), before.id(), now);
    return Pages.versioned(200, AccountsJson.key(key, wall.getAsLong()), key.version());
  }

  private ObjectNode team(Asker asker, String name) throws ApiProblem {
    TeamMembership membership = membership(asker, name);
    ObjectNode tree = tree(name, membership);
    var ring = there().keys().now();
    ring.team(name)
        .ifPresentOrElse(
            team -> BudgetJson.add(tree, keyBudgets.get().of(team)),
            () -> tree.put("missing", true));
    ArrayNode keys = tree.putArray("people_keys");
    sorted(
            ring.keys().stream()
                .filter(key -> key.principal().team().equals(name))
                .filter(key -> !key.owner().isNone())
                .filter(key -> membership.owner() || isOf(key, asker.person().orElse(""))))
        .forEach(key -> keys.add(tree(key).put("owner_name", nameOf(key.owner().person()))));
    return tree;
  }

  private String nameOf(String person) {
    return accounts
        .flatMap(open -> open.sessions().person(person))
        .map(Person::profile)
        .map(profile -> profile.shown())
        .orElse(person);
  }

  /// Answers a question about a team, and about nobody else.
  private Page of(
      Asker asker, String team, String path, Set<String> allowed, Map<String, List<String>> query)
      throws ApiProblem {
    TeamMembership _ = membership(asker, team);
    Map<String, List<String>> question = new HashMap<>(query);
    for (String name : query.keySet()) {
      if (!allowed.contains(name)) {
        throw ApiProblem.invalid(
            "there is no parameter %s here; there are: %s"
                .formatted(name, allowed.stream().sorted().toList()));
      }
    }
    question.put("team", List.of(team));
    return pages.at(path, question).orElseThrow(() -> ApiProblem.missing("nothing is there")).get();
  }

  /// A key of a person in a team whose owner asks.
  private StoredKey ofTeam(Asker asker, String team, String id) throws ApiProblem {
    if (!membership(asker, team).owner()) {
      throw new ApiProblem(
          403, "not_owner", "only an owner of the team %s changes keys of others".formatted(team));
    }
    return there()
        .keys()
        .now()
        .key(id)
        .filter(key -> key.principal().team().equals(team) && !key.owner().isNone())
        .orElseThrow(
            () -> ApiProblem.missing("no person has a key %s in the team %s".formatted(id, team)));
  }

  private Page change(Asker asker, AdminRequest request, String team, String id)
      throws ApiProblem, StoreException, InterruptedException {
    StoredKey before = ofTeam(asker, team, id);
    AdminRequestBody body = AdminRequestBody.of(request.body());
    KeyTerms terms = TermsBody.read(body, before.principal().terms());
    body.end();
    checkWithin(terms, membership(asker, team).rights().most());
    StoredKey key =
        changes()
            .changeKey(
                request.actor(),
                before.id(),
                OptionalLong.of(before.version()),
                now -> AccountActions.changed(now, terms, now.life().expires()));
    return Pages.versioned(200, AccountsJson.key(key, wall.getAsLong()), key.version());
  }
}
