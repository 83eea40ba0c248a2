/// The cases: what is sent, to which gateway, and what must come of it, by the code of its row in
/// docs/faults.md.
@NullMarked
package dev.sluice.lab.hostile.cases;

import org.jspecify.annotations.NullMarked;
