/// Faults of the network, for tests.
///
/// [dev.sluice.sim.proxy.FaultProxy] stands between a client and any server and passes bytes on as
/// its [dev.sluice.sim.proxy.Behaviour] says, which may change at any time;
/// [dev.sluice.sim.proxy.Blackhole] is a port that answers to nothing.
///
/// ```text
/// client channel --Pipe (Way to the server)--> server channel
///                <--Pipe (Way to the client)--
/// ```
///
/// A proxy has one event loop, to which its channels, pipes and timers are confined.
@NullMarked
package dev.sluice.sim.proxy;

import org.jspecify.annotations.NullMarked;
