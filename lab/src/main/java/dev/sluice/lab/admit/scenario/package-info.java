/// What the gateway is put through beside the comparison: tenants of whom one is noisy, a limit
/// that is halved without a word, and knowing less than the truth.
@NullMarked
package dev.sluice.lab.admit.scenario;

import org.jspecify.annotations.NullMarked;
