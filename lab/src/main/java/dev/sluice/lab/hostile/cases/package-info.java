/// The cases: the attack, the gateway, and the expected result, by the code of its row in
/// docs/faults.md.
@NullMarked
package dev.sluice.lab.hostile.cases;

import org.jspecify.annotations.NullMarked;
