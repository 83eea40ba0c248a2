/// The scenarios beside the comparison: tenants of which one is noisy, a limit that is halved
/// without a word, and knowing less than the truth.
@NullMarked
package dev.sluice.lab.admit.scenario;

import org.jspecify.annotations.NullMarked;
