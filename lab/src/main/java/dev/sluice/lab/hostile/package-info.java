/// A hostile client: everything that one caller, or one answer of a provider, might do to take the
/// gateway from the others, driven over real sockets against a gateway in a process of its own.
///
/// ```text
/// Hostile      drives the cases, one after the other, and prints a table
/// MixedRun     all attacks at a fixed rate beside honest calls
///   cases      all cases by subject: MalformedCases, BodyCases, ClientCases, MemoryCases ...
///     site     a running gateway for each Setup (its configuration, heap and descriptors); a Site
///              asks for an honest call after each case
///       client     a RawConnection writes exactly the bytes that it is told to
///       provider   the provider behind it, which misbehaves by the name of the model
/// ```
///
/// The catalogue of the cases is docs/faults.md. All of it blocks its threads, which are virtual;
/// every wait has a bound.
///
/// The gateways under attack, each in a process with the bounds of its setup, and what shows
/// whether one still serves and has given everything back.
///
/// The cases: the attack, the gateway, and the expected result, by the code of its row in
/// docs/faults.md.
///
/// The attacker's side of a connection: bytes as they are, answers as they come.
///
/// The provider behind the gateway under attack: it misbehaves by the name of the model.
@NullMarked
package dev.sluice.lab.hostile;

import org.jspecify.annotations.NullMarked;
