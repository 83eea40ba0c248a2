/// A hostile client: everything that one caller, or one answer of a provider, might do to take the
/// gateway from the others, driven over real sockets against a gateway in a process of its own.
///
/// ```text
/// Hostile           drives the cases, one after the other, and prints a table
/// MixedRun          all attacks at a fixed rate beside HonestCalls
///   HostileCase       an Attack, the gateway that it is tried on, and the expected result, by the
///                     code of its row; by subject: MalformedCases, BodyCases, MemoryCases ...
///   Sites             a running gateway for each Setup (configuration, heap, descriptors); a Site
///                     makes an honest call after each case, and shows whether everything has
///                     been given back
///   RawConnection     the attacker's side: writes exactly the bytes that it is told to, and reads
///                     answers as they come
///   HostileProvider   the provider behind the gateway: its Misdeeds go by the name of the model
/// ```
///
/// The catalogue of the cases is docs/faults.md. All of it blocks its threads, which are virtual;
/// every wait has a bound.
@NullMarked
package dev.sluice.lab.hostile;

import org.jspecify.annotations.NullMarked;
