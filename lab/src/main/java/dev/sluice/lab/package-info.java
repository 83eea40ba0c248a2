/// The laboratory: programs that measure the gateway and attack it. Each package below is one
/// laboratory with its options, its run and its report; `docs/lab.md` has the method of each.
@NullMarked
package dev.sluice.lab;

import org.jspecify.annotations.NullMarked;
