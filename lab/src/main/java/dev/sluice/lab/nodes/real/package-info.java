/// `lab nodes --real`: four gateways in processes of their own in front of one simulated provider,
/// with Debian's Redis and the faults of a network between them.
///
/// ```text
/// RealNodes      the command: plays troubles one after another, judges
///   RedisSite      a Redis and what can befall it: one server, TLS and an access list, sentinels,
///                  a Redis Cluster; Trouble is one of those things
///   RealGateways   four gateways
///   RealCallers    clients at a steady pace; some ask for twice the quota, some for little
///   RealShares     tenants at two nodes, and what each gets
///   SteadyCounts   what is read off where nothing is wrong; RealTable shows all
/// ```
@NullMarked
package dev.sluice.lab.nodes.real;

import org.jspecify.annotations.NullMarked;
