package dev.sluice.server.config;

import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProviderConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Finds a provider whose address is a listener of the gateway itself, so that its calls would come
/// back. Names are resolved only where the port is that of a listener.
///
/// Limitations: port 0 is not known yet, and an address that leads back by another host is not seen
/// here; the header `x-sluice-hop` ends such loops.
///
/// @param addresses those of a host; none where it does not resolve
/// @param ours whether an address is one of this machine
public record OwnListeners(
    Function<String, List<InetAddress>> addresses, Predicate<InetAddress> ours) {

  /// A provider that leads back.
  ///
  /// @param provider its name
  /// @param words to be read after what says its address: what that leads to, and the remedy
  public record Found(String provider, String words) {}

  /// By the names and interfaces of this machine.
  public static OwnListeners here() {
    return new OwnListeners(OwnListeners::resolved, OwnListeners::isOurs);
  }

  /// The first provider that leads back.
  public Optional<Found> find(SluiceConfig config) {
    return config.gateway().providers().stream()
        .flatMap(provider -> find(provider, config).stream())
        .findFirst();
  }

  private Optional<Found> find(ProviderConfig provider, SluiceConfig config) {
    Origin origin = BaseUrl.of(provider).origin();
    return leads(origin, config.server().listen())
        ? Optional.of(found(provider, "serves calls at", config.server().listen()))
        : leads(origin, config.admin().listen())
            ? Optional.of(found(provider, "has its admin listener at", config.admin().listen()))
            : Optional.empty();
  }

  private static Found found(ProviderConfig provider, String does, InetSocketAddress listener) {
    return new Found(
        provider.name(),
        "leads back to this gateway, which %s %s: name the provider's own address, or another port"
            .formatted(does, ListenAddresses.text(listener)));
  }

  private boolean leads(Origin origin, InetSocketAddress listener) {
    return listener.getPort() != 0
        && listener.getPort() == origin.port()
        && addresses.apply(origin.host()).stream()
            .anyMatch(address -> reaches(address, listener.getAddress()));
  }

  private boolean reaches(InetAddress address, InetAddress listener) {
    if (listener.isAnyLocalAddress()) {
      return address.isAnyLocalAddress() || address.isLoopbackAddress() || ours.test(address);
    }
    return address.equals(listener)
        || (address.isAnyLocalAddress() && listener.isLoopbackAddress());
  }

  private static List<InetAddress> resolved(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
