/// The scenarios: each puts one kind of load through a contender and notes what the contender has
/// used for it.
@NullMarked
package dev.sluice.lab.overhead.measure;

import org.jspecify.annotations.NullMarked;
