/// Processes that experiments start and end: gateways of this program, and programs of other
/// makers.
@NullMarked
package dev.sluice.lab.process;

import org.jspecify.annotations.NullMarked;
