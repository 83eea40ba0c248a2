package dev.sluice.server.scim;

import static dev.sluice.server.scim.Attribute.complex;
import static dev.sluice.server.scim.Attribute.text;

import dev.sluice.server.scim.Attribute.Mutability;
import java.util.List;
import java.util.Optional;

/// A kind of resources that a directory writes, with the attributes that are kept of them: what the
/// gateway or an operator makes use of, and nothing else of a person. Immutable.
///
/// @param word its name in `meta.resourceType`
/// @param endpoint where its resources are, such as `/Users`
/// @param own the attributes of its schema
record ResourceKind(String word, String endpoint, String description, List<Attribute> own) {
  /// What stands in front of the names of the core's schemas.
  static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

  static final ResourceKind USER =
      new ResourceKind(
          "User",
          "/Users",
          "A person who may own keys",
          List.of(
              text("userName", "What the person is called where it logs in").needed().once(),
              complex(
                  "name",
                  "The parts of the name",
                  text("formatted", "The whole name"),
                  text("familyName", "The family name"),
                  text("givenName", "The given name")),
              text("displayName", "What the person is called on pages"),
              Attribute.of(
                      "active",
                      Attribute.Type.BOOLEAN,
                      "Whether the person may come in; if not, no key is taken")
                  .needed(),
              complex(
                      "emails",
                      "The addresses of the person",
                      text("value", "The address"),
                      text("type", "What the address is for").usually("work", "home", "other"),
                      Attribute.of(
                          "primary", Attribute.Type.BOOLEAN, "Whether it is the usual one"))
                  .several(),
              complex(
                      "groups",
                      "The groups that the person is in",
                      text("value", "The id of the group").exactly().readOnly(),
                      Attribute.of("$ref", Attribute.Type.REFERENCE, "Where the group is")
                          .exactly()
                          .leadingTo("Group")
                          .readOnly(),
                      text("display", "The name of the group").readOnly())
                  .several()
                  .readOnly()));

  static final ResourceKind GROUP =
      new ResourceKind(
          "Group",
          "/Groups",
          "People, for the roles of a configuration",
          List.of(
              text("displayName", "The name of the group").needed(),
              complex(
                      "members",
                      "The people in the group",
                      text("value", "The id of the person").exactly().written(Mutability.IMMUTABLE),
                      Attribute.of("$ref", Attribute.Type.REFERENCE, "Where the person is")
                          .exactly()
                          .leadingTo("User")
                          .written(Mutability.IMMUTABLE),
                      text("type", "The kind of the member")
                          .usually("User")
                          .written(Mutability.IMMUTABLE))
                  .several()));

  static final List<ResourceKind> ALL = List.of(USER, GROUP);

  /// What the directory calls a resource: of the attributes that each has (RFC 7643, 3.1), which no
  /// schema names, the one that it writes.
  static final Attribute EXTERNAL_ID =
      text("externalId", "What the directory calls the resource").exactly();

  private static final List<Attribute> COMMON =
      List.of(
          text("id", "What the resource is called here").exactly().readOnly(),
          EXTERNAL_ID,
          complex(
                  "meta",
                  "What the server knows of the resource",
                  text("resourceType", "The kind of the resource").exactly().readOnly(),
                  Attribute.of("created", Attribute.Type.DATE_TIME, "When it was made").readOnly(),
                  Attribute.of("lastModified", Attribute.Type.DATE_TIME, "When it was changed last")
                      .readOnly(),
                  Attribute.of("location", Attribute.Type.REFERENCE, "Where it is")
                      .exactly()
                      .readOnly(),
                  text("version", "Its version").exactly().readOnly())
              .readOnly());

  ResourceKind {
    own = List.copyOf(own);
  }

  /// The attribute that other resources are in, which is read only where it is needed.
  String related() {
    return equals(USER) ? "groups" : "members";
  }

  String schema() {
    return CORE + word;
  }

  /// The attribute of a name, whatever the case of its letters.
  Optional<Attribute> attribute(String name) {
    return Attribute.find(own, name).or(() -> Attribute.find(COMMON, name));
  }
}
