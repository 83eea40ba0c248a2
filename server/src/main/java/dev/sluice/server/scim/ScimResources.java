package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.scim.ResourceStore.Stored;
import dev.sluice.server.scim.ScimFilter.Equal;
import dev.sluice.server.scim.ScimProblem.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The resources of one kind, as a directory sees them at an address.
///
/// @param base the address of the interface, in front of `/Users`
record ScimResources(ResourceKind kind, ResourceStore store, String base) {
  /// How many resources one answer has at most, and where a request does not say.
  static final int MOST = 200;

  /// How many resources are looked at for one filter.
  static final int MOST_LOOKED_AT = 20_000;

  /// How many members the groups of one answer have: such an answer has fewer groups than were
  /// asked for.
  static final int MOST_MEMBERS = 20_000;

  private static final int AT_ONCE = 100;

  /// A question for resources.
  ///
  /// @param filter which; empty: all
  /// @param start which of them comes first, from 1 on
  /// @param count how many
  record Question(Optional<ScimFilter> filter, long start, int count, Projection projection) {}

  /// A resource as it is told.
  ObjectNode told(Stored of) {
    ObjectNode tree = ScimJson.object(kind.schema()).put("id", of.id());
    tree.setAll(of.content().deepCopy());
    link(tree.path("members"), ResourceKind.USER, "User");
    link(tree.path("groups"), ResourceKind.GROUP, "");
    ObjectNode meta = tree.putObject("meta").put("resourceType", kind.word());
    meta.put("created", Instant.ofEpochMilli(of.created()).toString());
    meta.put("lastModified", Instant.ofEpochMilli(of.changed()).toString());
    meta.put("location", at(kind, of.id())).put("version", version(of));
    return tree;
  }

  private void link(JsonNode values, ResourceKind to, String type) {
    for (JsonNode value : values) {
      if (value instanceof ObjectNode one) {
        one.put("$ref", at(to, one.path("value").asText()));
        if (!type.isEmpty()) {
          one.put("type", type);
        }
      }
    }
  }

  private String at(ResourceKind of, String id) {
    return base + of.endpoint() + "/" + id;
  }

  /// The version of a resource as `ETag` has it.
  static String version(Stored of) {
    return "W/\"" + of.version() + "\"";
  }

  /// Answers a question (RFC 7644, 3.4.2).
  ObjectNode list(Question question) throws ScimProblem, StoreException, InterruptedException {
    ObjectNode tree = ScimJson.object(ScimJson.MESSAGES + "ListResponse");
    Found found = question.filter().isEmpty() ? all(question) : filtered(question);
    ArrayNode resources = told(found, question.projection());
    tree.put("totalResults", found.total()).put("startIndex", question.start());
    tree.put("itemsPerPage", resources.size());
    tree.set("Resources", resources);
    return tree;
  }

  private ArrayNode told(Found found, Projection projection)
      throws StoreException, InterruptedException {
    ArrayNode resources = ScimJson.MAPPER.createArrayNode();
    boolean missing = !found.related() && projection.tells(kind.related());
    int members = 0;
    for (Stored one : found.here()) {
      Stored whole = missing ? store.find(one.id(), true).orElse(one) : one;
      ObjectNode told = projection.of(told(whole));
      members += told.path("members").size();
      if (members > MOST_MEMBERS && !resources.isEmpty()) {
        break;
      }
      resources.add(told);
    }
    return resources;
  }

  /// What was found.
  ///
  /// @param related whether members and groups were read
  private record Found(long total, List<Stored> here, boolean related) {}

  private Found all(Question question) throws StoreException, InterruptedException {
    boolean related = question.projection().tells(kind.related());
    List<Stored> here =
        question.count() == 0
            ? List.of()
            : store.page(question.start() - 1, question.count(), related);
    return new Found(store.count(), here, related);
  }

  private Found filtered(Question question)
      throws ScimProblem, StoreException, InterruptedException {
    ScimFilter filter = question.filter().orElseThrow();
    boolean related = filter.reads(kind.related());
    Optional<List<Stored>> known = lookUp(filter.needed(), related);
    var matching = new Matching(filter, question, related);
    if (known.isPresent()) {
      known.get().forEach(matching::look);
      return matching.found();
    }
    long from = 0;
    while (from < MOST_LOOKED_AT) {
      List<Stored> next = store.page(from, AT_ONCE, related);
      if (next.isEmpty()) {
        return matching.found();
      }
      next.forEach(matching::look);
      from += next.size();
    }
    throw tooMany();
  }

  private ScimProblem tooMany() {
    String indexed = kind.equals(ResourceKind.USER) ? "userName" : "displayName";
    return ScimProblem.of(
        Kind.TOO_MANY,
        "the filter would have to look at more than %d resources: ask with eq for id, %s or externalId"
            .formatted(MOST_LOOKED_AT, indexed));
  }

  private Optional<List<Stored>> lookUp(Optional<Equal> needed, boolean related)
      throws StoreException, InterruptedException {
    if (needed.isEmpty() || needed.get().path().part().isPresent()) {
      return Optional.empty();
    }
    Equal equal = needed.get();
    String name = equal.path().attribute().name();
    return name.equals("id")
        ? Optional.of(store.find(equal.text(), related).stream().toList())
        : store.lookUp(name, equal.text(), related);
  }

  /// The resources for which a filter holds, of which those are kept that are asked for.
  private final class Matching {
    private final ScimFilter filter;
    private final Question question;
    private final boolean related;
    private final List<Stored> here = new ArrayList<>();
    private long total;

    private Matching(ScimFilter filter, Question question, boolean related) {
      this.filter = filter;
      this.question = question;
      this.related = related;
    }

    private void look(Stored stored) {
      if (filter.matches(told(stored))) {
        total++;
        if (total >= question.start() && here.size() < question.count()) {
          here.add(stored);
        }
      }
    }

    private Found found() {
      return new Found(total, here, related);
    }
  }

  /// Changes what a resource is, by what it was.
  @FunctionalInterface
  interface Change {
    ObjectNode of(ObjectNode content) throws ScimProblem;
  }

  /// How often a change that names no version begins anew where another one was faster.
  private static final int TRIES = 5;

  /// Changes a resource.
  ///
  /// @param ifMatch the versions of which it must be one; empty: any
  Stored change(String actor, String id, String ifMatch, Change change)
      throws ScimProblem, StoreException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Stored read = need(id);
      requireVersion(ifMatch, read);
      ObjectNode content = written(change.of(read.content().deepCopy()));
      try {
        return content.equals(written(read.content().deepCopy()))
            ? read
            : store.replace(actor, read, content);
      } catch (ChangeRefused late) {
        if (late.reason() != Reason.STALE || !ifMatch.isEmpty() || attempt == TRIES) {
          throw late;
        }
      }
    }
  }

  /// What of a content a directory may write.
  private static ObjectNode written(ObjectNode content) {
    content.remove("groups");
    content
        .path("members")
        .forEach(
            member -> {
              if (member instanceof ObjectNode one) {
                one.retain("value");
              }
            });
    return content;
  }

  private Stored need(String id) throws ScimProblem, StoreException, InterruptedException {
    return need(id, true);
  }

  /// The resource with an id.
  ///
  /// @param related whether the members of a group and the groups of a person are read
  Stored need(String id, boolean related) throws ScimProblem, StoreException, InterruptedException {
    return store
        .find(id, related)
        .orElseThrow(() -> ScimProblem.notFound("there is no " + kind.word() + " of this id"));
  }

  /// Whether a header that names versions names that of a resource.
  static boolean names(String header, Stored of) {
    for (String one : header.split(",", -1)) {
      String version = one.strip();
      if (version.equals("*") || weak(version).equals(version(of))) {
        return true;
      }
    }
    return false;
  }

  /// Entra sends the version that it has read as a strong one.
  private static String weak(String version) {
    return version.startsWith("W/") ? version : "W/" + version;
  }

  static void requireVersion(String ifMatch, Stored of) throws ScimProblem {
    if (!ifMatch.isEmpty() && !names(ifMatch, of)) {
      throw new ScimProblem(
          412, Kind.NONE, "the resource has changed since: its version is " + version(of));
    }
  }

  /// What a resource is told as when a request asks for it, or nothing where it knows it.
  @Nullable ObjectNode unless(String ifNoneMatch, Stored of, Projection projection) {
    return !ifNoneMatch.isEmpty() && names(ifNoneMatch, of) ? null : projection.of(told(of));
  }
}
