/// Faults of the network, between a client and any server: see [dev.sluice.lab.fault.FaultProxy].
@NullMarked
package dev.sluice.lab.fault;

import org.jspecify.annotations.NullMarked;
