package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Resources in memory, in the order in which they were made; one text that must be unique. For one
/// thread.
final class MemoryStore implements ResourceStore {
  private final Map<String, Stored> all = new LinkedHashMap<>();
  private final String unique;
  private long made;

  /// What was asked of the index last.
  String indexed = "";

  int pages;

  /// How many resources were read with what is related to them.
  int related;

  /// @param unique the attribute of which no two are the same
  MemoryStore(String unique) {
    this.unique = unique;
  }

  @Override
  public Optional<Stored> find(String id, boolean related) {
    return Optional.ofNullable(all.get(id)).map(one -> read(one, related));
  }

  @Override
  public List<Stored> page(long offset, int most, boolean related) {
    pages++;
    return all.values().stream().skip(offset).limit(most).map(one -> read(one, related)).toList();
  }

  private Stored read(Stored one, boolean whole) {
    related += whole ? 1 : 0;
    ObjectNode content = one.content().deepCopy();
    return whole
        ? one
        : new Stored(
            one.id(), content.without("members"), one.created(), one.changed(), one.version());
  }

  @Override
  public long count() {
    return all.size();
  }

  @Override
  public Optional<List<Stored>> lookUp(String attribute, String text, boolean related) {
    if (!attribute.equals(unique)) {
      return Optional.empty();
    }
    indexed = text;
    return Optional.of(
        all.values().stream()
            .filter(one -> one.content().path(attribute).asText().equalsIgnoreCase(text))
            .map(one -> read(one, related))
            .toList());
  }

  @Override
  public Stored create(String actor, ObjectNode content) throws ScimProblem {
    if (lookUp(unique, content.path(unique).asText(), false)
        .filter(found -> !found.isEmpty())
        .isPresent()) {
      throw new ScimProblem(409, ScimProblem.Kind.UNIQUENESS, "it is there");
    }
    return put(new Stored("id-" + ++made, content.deepCopy(), made, made, 1));
  }

  /// Makes so many at once.
  void fill(int count) {
    for (int i = 0; i < count; i++) {
      put(new Stored("id-" + ++made, ScimJson.object().put("externalId", "x" + i), 0, 0, 1));
    }
  }

  private Stored put(Stored stored) {
    all.put(stored.id(), stored);
    return stored;
  }

  @Override
  public Stored replace(String actor, Stored read, ObjectNode content) {
    return put(
        new Stored(
            read.id(), content.deepCopy(), read.created(), read.changed() + 1, read.version() + 1));
  }

  @Override
  public void remove(String actor, String id, OptionalLong version) {
    all.remove(id);
  }
}
