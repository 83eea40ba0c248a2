package dev.sluice.server.scim;

import static dev.sluice.server.scim.Attribute.complex;
import static dev.sluice.server.scim.Attribute.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the interface says of itself (RFC 7644, 4).
///
/// @param base the address of the interface
record Descriptions(String base) {
  static final String CONFIG = "/ServiceProviderConfig";
  static final String TYPES = "/ResourceTypes";
  static final String SCHEMAS = "/Schemas";

  private static final Attribute SUPPORTED =
      Attribute.of("supported", Attribute.Type.BOOLEAN, "Whether it is there").needed().readOnly();

  private static final List<Attribute> OF_CONFIG =
      List.of(
          feature("patch", "Changes of parts of resources"),
          feature(
              "bulk",
              "Several requests in one",
              Attribute.of("maxOperations", Attribute.Type.INTEGER, "How many at most")
                  .needed()
                  .readOnly(),
              Attribute.of("maxPayloadSize", Attribute.Type.INTEGER, "How many bytes at most")
                  .needed()
                  .readOnly()),
          feature(
              "filter",
              "Conditions for lists",
              Attribute.of(
                      "maxResults",
                      Attribute.Type.INTEGER,
                      "How many resources an answer has at most")
                  .needed()
                  .readOnly()),
          feature("changePassword", "Changes of passwords"),
          feature("sort", "Orders of lists"),
          feature("etag", "Versions of resources"),
          complex(
                  "authenticationSchemes",
                  "How requests prove whose they are",
                  text("type", "The kind").needed().readOnly(),
                  text("name", "The name for people").needed().readOnly(),
                  text("description", "What it is").needed().readOnly())
              .several()
              .needed()
              .readOnly());

  private static final List<Attribute> OF_TYPE =
      List.of(
          text("name", "The name of the kind").needed().readOnly(),
          text("description", "What such a resource is").readOnly(),
          Attribute.of("endpoint", Attribute.Type.REFERENCE, "Where its resources are")
              .needed()
              .readOnly()
              .leadingTo("uri"),
          Attribute.of("schema", Attribute.Type.REFERENCE, "The schema of its resources")
              .needed()
              .readOnly()
              .leadingTo("uri"));

  private static final List<Attribute> OF_SCHEMA =
      List.of(
          text("name", "The name of the schema").readOnly(),
          text("description", "What it is the schema of").readOnly(),
          complex(
                  "attributes",
                  "The attributes of such a resource",
                  text("name", "The name").needed().readOnly(),
                  text("type", "What values are").needed().readOnly(),
                  Attribute.of(
                          "multiValued", Attribute.Type.BOOLEAN, "Whether there are several values")
                      .needed()
                      .readOnly(),
                  text("description", "What it is").readOnly(),
                  Attribute.of("required", Attribute.Type.BOOLEAN, "Whether it must be there")
                      .readOnly(),
                  text("canonicalValues", "The usual values").several().readOnly(),
                  Attribute.of(
                          "caseExact", Attribute.Type.BOOLEAN, "Whether the case of letters counts")
                      .readOnly(),
                  text("mutability", "Who may write it").readOnly(),
                  text("returned", "When it is told").readOnly(),
                  text("uniqueness", "Whether no two are the same").readOnly(),
                  text("referenceTypes", "What a reference leads to").several().readOnly())
              .several()
              .needed()
              .readOnly());

  private static Attribute feature(String name, String description, Attribute... more) {
    return complex(
            name,
            description,
            Stream.concat(Stream.of(SUPPORTED), Stream.of(more)).toArray(Attribute[]::new))
        .needed()
        .readOnly();
  }

  /// What the interface can do.
  ObjectNode config() {
    ObjectNode tree = ScimJson.object(ResourceKind.CORE + "ServiceProviderConfig");
    tree.putObject("patch").put("supported", true);
    tree.putObject("bulk").put("supported", false).put("maxOperations", 0).put("maxPayloadSize", 0);
    tree.putObject("filter").put("supported", true).put("maxResults", ScimResources.MOST);
    tree.putObject("changePassword").put("supported", false);
    tree.putObject("sort").put("supported", false);
    tree.putObject("etag").put("supported", true);
    tree.putArray("authenticationSchemes")
        .addObject()
        .put("type", "oauthbearertoken")
        .put("name", "Bearer token")
        .put("description", "The token of admin.scim, as Authorization: Bearer TOKEN");
    return meta(tree, "ServiceProviderConfig", CONFIG);
  }

  /// The kinds of resources.
  ObjectNode types() {
    return list(ResourceKind.ALL.stream().map(this::type).toList());
  }

  Optional<ObjectNode> type(String id) {
    return ResourceKind.ALL.stream()
        .filter(kind -> kind.word().equals(id))
        .findFirst()
        .map(this::type);
  }

  private ObjectNode type(ResourceKind kind) {
    ObjectNode tree = ScimJson.object(ResourceKind.CORE + "ResourceType");
    tree.put("id", kind.word()).put("name", kind.word()).put("description", kind.description());
    tree.put("endpoint", kind.endpoint()).put("schema", kind.schema());
    return meta(tree, "ResourceType", TYPES + "/" + kind.word());
  }

  /// The attributes of all resources, and of what is said here.
  ObjectNode schemas() {
    return list(all());
  }

  Optional<ObjectNode> schema(String id) {
    return all().stream().filter(schema -> schema.path("id").asText().equals(id)).findFirst();
  }

  private List<ObjectNode> all() {
    List<ObjectNode> all = new ArrayList<>();
    for (ResourceKind kind : ResourceKind.ALL) {
      all.add(schema(kind.word(), kind.description(), kind.own()));
    }
    all.add(schema("ServiceProviderConfig", "What the interface can do", OF_CONFIG));
    all.add(schema("ResourceType", "A kind of resources", OF_TYPE));
    all.add(schema("Schema", "The attributes of a kind of resources", OF_SCHEMA));
    return all;
  }

  private ObjectNode schema(String name, String description, List<Attribute> attributes) {
    String id = ResourceKind.CORE + name;
    ObjectNode tree = ScimJson.object(ResourceKind.CORE + "Schema");
    tree.put("id", id).put("name", name).put("description", description);
    ArrayNode array = tree.putArray("attributes");
    attributes.forEach(attribute -> array.add(attribute.json()));
    return meta(tree, "Schema", SCHEMAS + "/" + id);
  }

  private ObjectNode meta(ObjectNode tree, String type, String path) {
    tree.putObject("meta").put("resourceType", type).put("location", base + path);
    return tree;
  }

  private static ObjectNode list(List<ObjectNode> all) {
    ObjectNode tree = ScimJson.object(ScimJson.MESSAGES + "ListResponse");
    tree.put("totalResults", all.size()).put("startIndex", 1).put("itemsPerPage", all.size());
    tree.putArray("Resources").addAll(all);
    return tree;
  }
}
