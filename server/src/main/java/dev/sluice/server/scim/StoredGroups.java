package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.GroupChanges.Draft;
import dev.sluice.accounts.people.GroupTable;
import dev.sluice.accounts.people.PersonGroup;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The groups of people of a store.
///
/// @param accounts whose store it is
record StoredGroups(Accounts accounts) implements ResourceStore {
  @Override
  public Optional<Stored> find(String id, boolean related)
      throws StoreException, InterruptedException {
    return read(sql -> GroupTable.bare(sql, id).stream().toList(), related, Integer.MAX_VALUE)
        .stream()
        .findFirst();
  }

  @Override
  public List<Stored> page(long offset, int most, boolean related)
      throws StoreException, InterruptedException {
    return read(sql -> GroupTable.groups(sql, offset, most), related, ScimResources.MOST_MEMBERS);
  }

  @Override
  public long count() throws StoreException, InterruptedException {
    return accounts.read(GroupTable::count);
  }

  @Override
  public Optional<List<Stored>> lookUp(String attribute, String text, boolean related)
      throws StoreException, InterruptedException {
    return switch (attribute) {
      case "displayName" ->
          Optional.of(read(sql -> GroupTable.named(sql, text), related, Integer.MAX_VALUE));
      case "externalId" ->
          Optional.of(read(sql -> GroupTable.byExternalId(sql, text), related, Integer.MAX_VALUE));
      default -> Optional.empty();
    };
  }

  private List<Stored> read(Function<Sql, List<PersonGroup>> question, boolean related, int most)
      throws StoreException, InterruptedException {
    return accounts.read(
        sql -> {
          List<PersonGroup> groups = question.apply(sql);
          return (related ? GroupTable.withMembers(sql, groups, most) : groups)
              .stream().map(StoredGroups::stored).toList();
        });
  }

  @Override
  public Stored create(String actor, ObjectNode content)
      throws ScimProblem, StoreException, InterruptedException {
    return stored(accounts.people().groups().create(actor, draft(content)));
  }

  @Override
  public Stored replace(String actor, Stored read, ObjectNode content)
      throws ScimProblem, StoreException, InterruptedException {
    Draft draft = draft(content);
    OptionalLong version = OptionalLong.of(read.version());
    return stored(accounts.people().groups().change(actor, read.id(), version, _ -> draft));
  }

  @Override
  public void remove(String actor, String id, OptionalLong version)
      throws StoreException, InterruptedException {
    accounts.people().groups().delete(actor, id, version);
  }

  private static Draft draft(ObjectNode content) throws ScimProblem {
    List<String> members = new ArrayList<>();
    for (JsonNode member : content.path("members")) {
      String id = member.path("value").asText();
      if (id.isEmpty()) {
        throw ScimProblem.of(Kind.VALUE, "a member has no value, which is the id of a person");
      }
      members.add(id);
    }
    return new Draft(
        content.path("displayName").asText(), content.path("externalId").asText(), "", members);
  }

  private static Stored stored(PersonGroup group) {
    ObjectNode content = ScimJson.object();
    if (!group.externalId().isEmpty()) {
      content.put("externalId", group.externalId());
    }
    content.put("displayName", group.name());
    if (!group.members().isEmpty()) {
      ArrayNode array = content.putArray("members");
      group.members().forEach(id -> array.addObject().put("value", id));
    }
    return new Stored(group.id(), content, group.created(), group.changed(), group.version());
  }
}
