/// `lab restart`: two gateways behind a load balancer are restarted one after the other, again and
/// again, under a steady load of whole answers and streams: no call may fail.
///
/// ```text
/// RestartLab        the experiment: the load, the restarts, the result
///   Balancer          HAProxy in front of both, which asks each gateway whether it is ready
///   Instance          one gateway, a process with addresses that stay the same
/// ```
@NullMarked
package dev.sluice.lab.restart;

import org.jspecify.annotations.NullMarked;
