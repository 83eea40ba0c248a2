package dev.sluice.server.client;

import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import dev.sluice.config.provider.Secret;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// An inbound key of a configuration.
///
/// @param secret what is shown
/// @param client the client that the key identifies
/// @param plain whether nothing else was said of it
/// @param expires when it ends, in milliseconds since 1970; 0 for never
/// @param alone whether it is a team of its own, since its configuration names none
public record ClientKey(Secret secret, Client client, boolean plain, long expires, boolean alone) {
  private static final HexFormat HEX = HexFormat.of();

  /// Makes a key. A key that is a team of its own owns what its calls leave at a provider: a key
  /// with a name by that, through all its secrets; a key without one by its secret, since its place
  /// among the keys may become another's.
  public ClientKey {
    if (alone) {
      String name = client.name();
      client = client.alone(plain ? HEX.formatHex(KeySecret.digest(secret.reveal())) : name);
    }
  }

  /// The highest band that a key may use unless its configuration says otherwise.
  public static final Band HIGHEST = Band.INTERACTIVE;

  /// Makes a key that does not expire.
  public ClientKey(Secret secret, Client client, boolean plain) {
    this(secret, client, plain, 0, plain);
  }

  /// Makes a key without properties: a tenant of its own, named by its position.
  ///
  /// @param place its position among the keys, from 1 on
  public static ClientKey plain(int place, Secret secret) {
    String name = "key-" + place;
    return new ClientKey(secret, new Client(name, new Tenancy.Fixed(name), HIGHEST), true);
  }

  /// Makes keys that are plain secrets, named by their positions.
  public static List<ClientKey> plain(List<Secret> secrets) {
    return IntStream.range(0, secrets.size()).mapToObj(i -> plain(i + 1, secrets.get(i))).toList();
  }

  /// Whether this key has expired.
  ///
  /// @param now in milliseconds since 1970
  public boolean isOver(long now) {
    return expires != 0 && expires <= now;
  }

  /// The principal that this key stands for.
  public Principal principal() {
    String name = client.name();
    return switch (client.tenancy()) {
      case Tenancy.Fixed(String team) -> new Principal(name, name, team, false, client.terms());
      case Tenancy.Divided(String team) -> new Principal(name, name, team, true, client.terms());
      case Tenancy.Claimed _ -> new Principal(name, name, name, false, client.terms());
    };
  }
}
