/// `lab nodes`: gateways that share one quota through Redis. The queue, the quota and the leases of
/// the gateway itself are played in virtual time, over a model of Redis, so that ten minutes take a
/// second and a seed gives the same ten minutes each time.
///
/// ```text
/// NodesLab       the command: plays scenes, judges, writes the reports
///   QuotaScenes, RedisScenes, MemberScenes   what is played, each with its Setting and Criteria
///   Figures        what is read off a run; Row, TextReport, PageReport show it
/// World          what a scene is played in
///   Timeline       virtual time: what happens when
///   PlayedNode     one gateway; NodeProcess lets it stand still or die, NodeClock is its clock
///   RedisHost      Redis, and the network to it: gone, stopped, refusing, cut, lossy, late
///     ModelRedis     what it holds, and its scripts in Java (ModelQuota, ModelMembers, ...)
///   PlayedProvider a provider with exact limits
///   Tally          what is counted; HistoryFile what a judge of its own reads
/// ```
@NullMarked
package dev.sluice.lab.nodes;

import org.jspecify.annotations.NullMarked;
