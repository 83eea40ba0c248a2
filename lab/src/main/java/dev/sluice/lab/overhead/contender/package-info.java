/// The proxies that are compared, each a process on a core of its own, and what the system tells of
/// such a process: CPU time, memory, bytes allocated.
@NullMarked
package dev.sluice.lab.overhead.contender;

import org.jspecify.annotations.NullMarked;
