/// A hostile client: everything that one caller, or one answer of a provider, might do to take the
/// gateway from the others, driven over real sockets against a gateway in a process of its own.
///
/// ```
/// Hostile     drives the cases, one after the other, and prints a table
///   HostileCases   all of them: MalformedCases, BodyCases, ClientCases, MemoryCases ...
///   Sites          a running gateway for each Setup (its configuration, heap and descriptors)
///     Site         the process; asks for an honest call after each case
///     HostileProvider   the provider behind it, which misbehaves by the name of the model
///   RawConnection  writes exactly the bytes that it is told to
/// MixedRun    all attacks at a fixed rate beside honest calls
/// ```
///
/// The catalogue of the cases is docs/faults.md. All of it blocks its threads, which are virtual;
/// every wait has a bound.
@NullMarked
package dev.sluice.lab.hostile;

import org.jspecify.annotations.NullMarked;
