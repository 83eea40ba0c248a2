package dev.sluice.lab.nodes;

import dev.sluice.cluster.lease.NodeShares;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a played node is made of.
///
/// @param name in histories
/// @param shares its part in a cluster; empty where it is in none
/// @param knowledge what it knows of the provider's limits
/// @param weights of tenants; 1 of those who are not named
record NodeMeans(
    String name,
    NodeProcess process,
    NodeClock clock,
    Optional<NodeShares> shares,
    Knowledge knowledge,
    PlayedProvider provider,
    Tally tally,
    RandomGenerator random,
    Map<String, Integer> weights) {}
