package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where the resources of one kind are kept. Contents have attributes by their own names, as
/// [AttributeValues] reads them. Every method waits; none is for a loop. Nobody but a directory is
/// found here: people who have only logged in are not there.
interface ResourceStore {
  /// A resource with what the store knows of it. Instants are in milliseconds since 1970.
  ///
  /// @param content not to be written to
  record Stored(String id, ObjectNode content, long created, long changed, long version) {}

  /// The resource with an id.
  ///
  /// @param related whether the members of a group and the groups of a person are read
  Optional<Stored> find(String id, boolean related) throws StoreException, InterruptedException;

  /// The resources behind so many, in the order in which they were made; some of them, or none
  /// where there are no more. With very many members of groups there are fewer than were asked for.
  ///
  /// @param related as for [#find]
  List<Stored> page(long offset, int most, boolean related)
      throws StoreException, InterruptedException;

  /// How many there are.
  long count() throws StoreException, InterruptedException;

  /// Those among which all are whose attribute is equal to a text; empty where only a look at all
  /// resources can tell.
  ///
  /// @param related as for [#find]
  Optional<List<Stored>> lookUp(String attribute, String text, boolean related)
      throws StoreException, InterruptedException;

  /// Keeps a new resource.
  ///
  /// @param actor who does it, for the audit log
  Stored create(String actor, ObjectNode content)
      throws ScimProblem, StoreException, InterruptedException;

  /// Keeps another content of a resource.
  ///
  /// @param read the resource as it was read; another version is refused
  Stored replace(String actor, Stored read, ObjectNode content)
      throws ScimProblem, StoreException, InterruptedException;

  /// Removes a resource.
  ///
  /// @param version the one that was read; empty for any
  void remove(String actor, String id, OptionalLong version)
      throws ScimProblem, StoreException, InterruptedException;
}
