package dev.sluice.server.edge.client;

import dev.sluice.call.request.Band;

/// A client as the server knows it, and what its headers may claim.
///
/// @param name its key's name, else its address
/// @param tenancy which tenant its calls count as
/// @param highest the most urgent band that its calls may have
public record Client(String name, Tenancy tenancy, Band highest) {

  /// A client without a key where none is required: its headers' claims count.
  public static Client at(String address) {
    return new Client(address, new Tenancy.Claimed(), Band.CRITICAL);
  }

  /// Whether its calls may have this band.
  boolean mayUse(Band band) {
    return band.compareTo(highest) >= 0;
  }

  /// The band of a call that says nothing.
  Band usual() {
    return mayUse(Band.NORMAL) ? Band.NORMAL : highest;
  }
}
