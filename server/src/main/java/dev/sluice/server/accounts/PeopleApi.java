package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.PeopleChanges;
import dev.sluice.accounts.people.GroupTable;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.PersonGroup;
import dev.sluice.accounts.people.PersonSession;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.text.EnumWords;
import dev.sluice.server.admin.AdminActions;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminRequest;
import dev.sluice.server.admin.Asker;
import dev.sluice.server.admin.Page;
import dev.sluice.server.config.AdminToken.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// People, to read and to change:
///
/// | request                                | role    | does                                      |
/// |----------------------------------------|---------|-------------------------------------------|
/// | `GET /admin/v1/people`                 | auditor | all of them                               |
/// | `GET /admin/v1/people/ID`              | auditor | one, with groups, sessions and keys       |
/// | `POST /admin/v1/people/ID/deactivate`  | admin   | refuses the person, with all keys         |
/// | `POST /admin/v1/people/ID/activate`    | admin   | takes both again                          |
/// | `POST /admin/v1/people/ID/logout`      | admin   | ends the person's sessions                |
/// | `POST /admin/v1/people/ID/delete`      | admin   | removes one that no directory has written |
///
/// Safe for any thread; waits for the store.
///
/// @param rights what people may do
/// @param wall the wall clock, in milliseconds since 1970
public record PeopleApi(Optional<Accounts> accounts, PeopleRights rights, LongSupplier wall) {
  private static final String PEOPLE = "/admin/v1/people";
  private static final String BELOW = PEOPLE + "/";
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /// The pages to read, and behind them others.
  public AdminPages.Source pages(AdminPages.Source others) {
    return new AdminPages.Source() {
      @Override
      public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
        if (path.equals(PEOPLE)) {
          return AccountsApi.asked(() -> all(query));
        }
        return path.startsWith(BELOW)
            ? AccountsApi.asked(() -> Pages.of(200, one(path.substring(BELOW.length()))))
            : others.at(path, query);
      }

      @Override
      public String paths() {
        return PEOPLE + " " + others.paths();
      }
    };
  }

  /// What may be changed, and behind it others.
  public AdminActions actions(AdminActions others) {
    return new AdminActions() {
      @Override
      public Optional<Role> needed(String method, String path) {
        Optional<Change> own = Change.at(method, path);
        return own.isPresent() ? Optional.of(Role.ADMIN) : others.needed(method, path);
      }

      @Override
      public Page run(AdminRequest request) {
        Optional<Change> own = Change.at(request.method(), request.path());
        return own.isPresent()
            ? AccountsApi.Answers.of(() -> change(request, own.get()))
            : others.run(request);
      }
    };
  }

  /// What an admin may do to a person.
  private enum Way {
    ACTIVATE,
    DEACTIVATE,
    DELETE,
    LOGOUT
  }

  /// A change of a person, as its path says it: `ID/WAY`, and nothing more.
  private record Change(String id, Way way) {
    static Optional<Change> at(String method, String path) {
      if (!method.equals("POST") || !path.startsWith(BELOW)) {
        return Optional.empty();
      }
      String[] parts = path.substring(BELOW.length()).split("/", -1);
      if (parts.length != 2 || parts[0].isEmpty()) {
        return Optional.empty();
      }
      return Stream.of(Way.values())
          .filter(way -> EnumWords.of(way).equals(parts[1]))
          .findFirst()
          .map(way -> new Change(parts[0], way));
    }
  }

  private Accounts there() throws ApiProblem {
    return accounts.orElseThrow(AccountsApi::noStore);
  }

  private Page all(Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    Cursor cursor = Cursor.of(query, List.of(), USUAL, MOST);
    long offset = cursor.number();
    Listed found = there().read(sql -> listed(sql, offset, cursor.limit() + 1));
    Map<String, Long> keys = keysOwned();
    ObjectNode tree = AccountsJson.object();
    ArrayNode people = tree.putArray("people");
    found.people().stream()
        .limit(cursor.limit())
        .map(person -> tree(person, found.groups(person), found.login(person), keys))
        .forEach(people::add);
    boolean more = found.people().size() > cursor.limit();
    tree.put("next", more ? Long.toString(offset + cursor.limit()) : null);
    return Pages.of(200, tree);
  }

  /// Some people.
  ///
  /// @param groups those of the directory, by the ids of people
  /// @param logins when each has logged in last, in milliseconds since 1970; 0 for never
  private record Listed(
      List<Person> people, Map<String, List<PersonGroup>> groups, Map<String, Long> logins) {
    List<PersonGroup> groups(Person person) {
      return groups.getOrDefault(person.id(), List.of());
    }

    long login(Person person) {
      return logins.getOrDefault(person.id(), 0L);
    }
  }

  private static Listed listed(Sql sql, long offset, int most) {
    List<Person> people = PeopleTable.people(sql, offset, most);
    return new Listed(
        people,
        GroupTable.ofAll(sql, people.stream().map(Person::id).toList()),
        PeopleTable.lastLogins(sql, offset, most));
  }

  /// How many keys that are not revoked each person has.
  private Map<String, Long> keysOwned() throws ApiProblem {
    return there().keys().now().keys().stream()
        .filter(key -> !key.owner().isNone() && !key.life().isRevoked())
        .collect(Collectors.groupingBy(key -> key.owner().person(), Collectors.counting()));
  }

  /// A person with what stands beside it in a list.
  private ObjectNode tree(
      Person person, List<PersonGroup> own, long login, Map<String, Long> keys) {
    List<String> groups =
        Stream.concat(person.claimed().stream(), own.stream().map(PersonGroup::name))
            .distinct()
            .toList();
    ObjectNode tree = tree(person);
    groups.forEach(tree.putArray("groups")::add);
    Optional<Asker> asker = rights.of(person, groups);
    tree.put("role", asker.flatMap(Asker::role).map(EnumWords::of).orElse(null));
    ArrayNode teams = tree.putArray("teams");
    asker.map(Asker::teams).orElse(Map.of()).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            team ->
                teams.addObject().put("name", team.getKey()).put("owner", team.getValue().owner()));
    tree.put("last_login", login == 0 ? null : login);
    return tree.put("keys_owned", keys.getOrDefault(person.id(), 0L));
  }

  private static ObjectNode tree(Person person) {
    Profile profile = person.profile();
    ObjectNode tree = AccountsJson.object().put("id", person.id());
    tree.put("user_name", profile.userName()).put("name", profile.shown());
    tree.put("email", profile.email().isEmpty() ? null : profile.email());
    tree.put("active", person.active()).put("deactivated", person.deactivated());
    tree.put("provisioned", person.provisioned());
    tree.put("issuer", person.subject().isNone() ? null : person.subject().iss());
    tree.put("subject", person.subject().isNone() ? null : person.subject().sub());
    return tree.put("created", person.created()).put("version", person.version());
  }

  private ObjectNode one(String id) throws ApiProblem, StoreException, InterruptedException {
    Person person = person(id);
    List<PersonGroup> own = there().read(sql -> GroupTable.of(sql, id));
    long login = there().read(sql -> PeopleTable.lastLogin(sql, id));
    ObjectNode tree = tree(person, own, login, keysOwned());
    ArrayNode sessions = tree.putArray("sessions");
    long now = wall.getAsLong();
    List<PersonSession> living = there().read(sql -> PeopleTable.sessions(sql, id, now));
    living.forEach(
        one ->
            sessions
                .addObject()
                .put("kind", EnumWords.of(one.kind()))
                .put("created", one.created())
                .put("ends", one.ends()));
    ArrayNode keys = tree.putArray("keys");
    there().keys().now().keys().stream()
        .filter(key -> key.owner().person().equals(id))
        .forEach(key -> keys.add(AccountsJson.key(key, now)));
    return tree;
  }

  private Person person(String id) throws ApiProblem, StoreException, InterruptedException {
    return there()
        .read(sql -> PeopleTable.person(sql, id))
        .orElseThrow(() -> ApiProblem.missing("there is no person " + id));
  }

  private Page change(AdminRequest request, Change change)
      throws ApiProblem, StoreException, InterruptedException {
    AdminRequestBody.of(request.body()).end();
    Person person = person(change.id());
    PeopleChanges changes = there().people();
    return Pages.of(
        200,
        switch (change.way()) {
          case ACTIVATE -> tree(changes.setActive(request.actor(), person.id(), true));
          case DEACTIVATE -> {
            checkOther(request, person);
            yield tree(changes.setActive(request.actor(), person.id(), false));
          }
          case DELETE -> {
            checkOther(request, person);
            checkNoDirectory(person);
            yield tree(changes.delete(request.actor(), person.id(), OptionalLong.empty()));
          }
          case LOGOUT ->
              tree(person).put("ended", changes.logins().logOutOf(request.actor(), person.id()));
        });
  }

  private static void checkOther(AdminRequest request, Person person) throws ApiProblem {
    if (PeopleChanges.subject(person).equals(request.actor())) {
      throw ApiProblem.invalid("nobody locks themselves out: let another admin do it");
    }
  }

  /// A directory would make a person anew that it has written.
  private static void checkNoDirectory(Person person) throws ApiProblem {
    if (person.provisioned()) {
      throw new ApiProblem(
          409,
          "exists",
          "a directory has written %s: remove the person there, or deactivate it here"
              .formatted(person.profile().userName()));
    }
  }
}
