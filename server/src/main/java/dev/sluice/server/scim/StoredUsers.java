package dev.sluice.server.scim;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.PeopleChanges.Draft;
import dev.sluice.accounts.people.GroupTable;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.PersonGroup;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The people of a store that a directory has written.
///
/// @param accounts whose store it is
record StoredUsers(Accounts accounts) implements ResourceStore {
  /// The attributes that the store keeps as a text.
  private static final List<String> TOGETHER = List.of("name", "emails");

  @Override
  public Optional<Stored> find(String id, boolean related)
      throws StoreException, InterruptedException {
    return read(sql -> PeopleTable.person(sql, id).stream().toList(), related).stream().findFirst();
  }

  @Override
  public List<Stored> page(long offset, int most, boolean related)
      throws StoreException, InterruptedException {
    return read(sql -> PeopleTable.provisioned(sql, offset, most), related);
  }

  @Override
  public long count() throws StoreException, InterruptedException {
    return accounts.read(PeopleTable::countProvisioned);
  }

  @Override
  public Optional<List<Stored>> lookUp(String attribute, String text, boolean related)
      throws StoreException, InterruptedException {
    return switch (attribute) {
      case "userName" ->
          Optional.of(read(sql -> PeopleTable.byUserName(sql, text).stream().toList(), related));
      case "externalId" -> Optional.of(read(sql -> PeopleTable.byExternalId(sql, text), related));
      default -> Optional.empty();
    };
  }

  private List<Stored> read(Function<Sql, List<Person>> question, boolean related)
      throws StoreException, InterruptedException {
    return accounts.read(
        sql -> {
          List<Person> people = question.apply(sql).stream().filter(Person::provisioned).toList();
          Map<String, List<PersonGroup>> groups =
              related ? GroupTable.ofAll(sql, people.stream().map(Person::id).toList()) : Map.of();
          return people.stream()
              .map(person -> stored(person, groups.getOrDefault(person.id(), List.of())))
              .toList();
        });
  }

  @Override
  public Stored create(String actor, ObjectNode content)
      throws StoreException, InterruptedException {
    return again(accounts.people().create(actor, draft(content)));
  }

  @Override
  public Stored replace(String actor, Stored read, ObjectNode content)
      throws StoreException, InterruptedException {
    Draft draft = draft(content);
    OptionalLong version = OptionalLong.of(read.version());
    return again(accounts.people().change(actor, read.id(), version, _ -> draft));
  }

  private Stored again(Person person) throws StoreException, InterruptedException {
    return accounts.read(sql -> stored(person, GroupTable.of(sql, person.id())));
  }

  @Override
  public void remove(String actor, String id, OptionalLong version)
      throws StoreException, InterruptedException {
    accounts.people().delete(actor, id, version);
  }

  private static Draft draft(ObjectNode content) {
    ObjectNode together = ScimJson.object();
    TOGETHER.forEach(
        name ->
            Optional.ofNullable(content.get(name)).ifPresent(value -> together.set(name, value)));
    var profile =
        new Profile(
            content.path("userName").asText(),
            content.path("externalId").asText(),
            email(content.path("emails")),
            content.path("displayName").asText(),
            together.isEmpty() ? "" : together.toString());
    return new Draft(profile, content.path("active").asBoolean(true));
  }

  /// The usual address, or the first.
  private static String email(JsonNode emails) {
    return emails
        .valueStream()
        .filter(one -> one.path("primary").asBoolean())
        .findFirst()
        .orElse(emails.path(0))
        .path("value")
        .asText();
  }

  private static Stored stored(Person person, List<PersonGroup> groups) {
    Profile profile = person.profile();
    ObjectNode content = ScimJson.object();
    put(content, "externalId", profile.externalId());
    put(content, "userName", profile.userName());
    put(content, "displayName", profile.displayName());
    // What an administrator has done here is none of the directory's, which would write it anew.
    content.put("active", person.enabled());
    content.setAll(attributes(profile.attributes()));
    if (!groups.isEmpty()) {
      ArrayNode array = content.putArray("groups");
      groups.forEach(
          group -> array.addObject().put("value", group.id()).put("display", group.name()));
    }
    return new Stored(person.id(), content, person.created(), person.changed(), person.version());
  }

  private static void put(ObjectNode content, String name, String text) {
    if (!text.isEmpty()) {
      content.put(name, text);
    }
  }

  private static ObjectNode attributes(String text) {
    try {
      return !text.isEmpty() && ScimJson.MAPPER.readTree(text) instanceof ObjectNode tree
          ? tree.retain(TOGETHER)
          : ScimJson.object();
    } catch (JacksonException another) {
      // Another version of this program has written it.
      return ScimJson.object();
    }
  }
}
