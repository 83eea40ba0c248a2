/// Fuzzing of whatever reads bytes that others have written: with Jazzer, and, for the request
/// scanner, beside Jackson on bodies made up from a seed.
///
/// ```text
/// Fuzz            for each target a JVM of its own with Jazzer, on the target's corpus
///   FuzzTarget      what is fuzzed; says what must hold of any input
/// ScannerCheck    one body, whole and cut: the scanner and Jackson say the same
///   RandomBodies    requests of all operations, and what comes of them when bytes are changed
///   JacksonRequest  the facts of a request as Jackson reads it
/// ```
///
/// A target ends in an exception where what must hold does not. Its corpus lies in
/// `lab/src/test/resources/fuzz/NAME`; the tests run every file of it once, without Jazzer, which
/// is neither shipped nor on any class path but that of a fuzzing JVM.
@NullMarked
package dev.sluice.lab.fuzz;

import org.jspecify.annotations.NullMarked;
