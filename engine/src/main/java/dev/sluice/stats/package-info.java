/// What a gateway holds, to read: queues, quotas, circuits, credentials, learned times, memory. The
/// features implement these types; an application sees them through
/// [dev.sluice.stats.GatewayStats]. What is shown is a snapshot, or is now when it is asked. Safe
/// for any thread but a loop.
@NullMarked
package dev.sluice.stats;

import org.jspecify.annotations.NullMarked;
