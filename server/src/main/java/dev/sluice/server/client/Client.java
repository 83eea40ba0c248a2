package dev.sluice.server.client;

import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/// A client as the server knows it, and what its headers may claim.
///
/// @param name its key's name, or id in a store; else its address
/// @param tenancy which tenant its calls count as
/// @param terms what it may do
/// @param owner whose what its calls leave at a provider is: its team's, or its key's where that
///   has none; empty for a client without a key. Compared, never shown
/// @param identity what expressions know of it
public record Client(
    String name, Tenancy tenancy, KeyTerms terms, Optional<String> owner, Identity identity) {

  private static final Tenancy CLAIMED = new Tenancy.Claimed();
  private static final KeyTerms OPEN = KeyTerms.open(Band.CRITICAL);

  /// What expressions know of a client.
  ///
  /// @param key the name of its key; empty for a client without one
  /// @param claims what its token says; none for a key
  public record Identity(String key, Map<String, Object> claims) {
    /// A client without a key.
    static final Identity NONE = new Identity("", Map.of());
  }

  /// Makes a client whose calls share what they leave within its team.
  public Client(String name, Tenancy tenancy, KeyTerms terms) {
    this(
        name,
        tenancy,
        terms,
        owner(tenancy),
        tenancy.team().isPresent() ? new Identity(name, Map.of()) : Identity.NONE);
  }

  private static Optional<String> owner(Tenancy tenancy) {
    return tenancy.team().map(OwnerNames::ofTeam);
  }

  /// Makes a client that may do everything, up to a band.
  public Client(String name, Tenancy tenancy, Band highest) {
    this(name, tenancy, KeyTerms.upTo(highest));
  }

  /// Returns this client with a key that is no team's: what its calls leave is shared with no other
  /// key, whatever that is called.
  ///
  /// @param key what tells the key from others, the same in every process
  Client alone(String key) {
    return new Client(name, tenancy, terms, Optional.of(OwnerNames.ofKey(key)), identity);
  }

  /// Returns this client without a key where keys are required: it owns nothing, and what it asks
  /// for counts for its address.
  public Client apart() {
    return new Client(name, tenancy, terms, Optional.of(OwnerNames.ofAddress(name)), identity);
  }

  /// Returns this client, of which expressions know something else.
  public Client known(Identity other) {
    return new Client(name, tenancy, terms, owner, other);
  }

  /// The client with a key of a store.
  public static Client of(Principal principal) {
    Tenancy tenancy =
        principal.divided()
            ? new Tenancy.Divided(principal.team())
            : new Tenancy.Fixed(principal.team());
    return new Client(
        principal.id(),
        tenancy,
        principal.terms(),
        owner(tenancy),
        new Identity(principal.name(), Map.of()));
  }

  /// The owner of what the gateway keeps for this client; empty for that of all clients without a
  /// key.
  public String ownerName() {
    return owner.orElse("");
  }

  /// Makes a client without a key where none is required: its headers' claims count.
  public static Client at(String address) {
    return new Client(address, CLAIMED, OPEN);
  }

  /// Makes the client at the other end of a connection. Its name is the address without the port,
  /// since all connections of one host are one client's.
  public static Client at(Channel channel) {
    return at(
        channel.remoteAddress() instanceof InetSocketAddress from
            ? from.getAddress().getHostAddress()
            : SchedulingHints.NOBODY);
  }

  /// Makes the client at an address.
  public static Client at(InetAddress address) {
    return at(address.getHostAddress());
  }

  /// Whether calls of this client may have a band.
  boolean mayUse(Band band) {
    return band.compareTo(terms.bands().highest()) >= 0;
  }

  /// The band of a call that names none.
  Band usual() {
    return terms.bands().usual();
  }
}
