/// The request scanner beside Jackson, on bodies made up from a seed.
///
/// ```
/// ScannerCheck   one body, whole and cut: the scanner and Jackson say the same
///   RandomBodies   requests of all operations, and what comes of them when bytes are changed
///   JacksonRequest the facts of a request as Jackson reads it
/// ```
@NullMarked
package dev.sluice.lab.fuzz.bodies;

import org.jspecify.annotations.NullMarked;
