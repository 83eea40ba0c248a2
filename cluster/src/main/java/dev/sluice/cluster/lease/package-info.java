/// Leases of quotas: purses, the questions that fill them, and the membership that says how large
/// they are.
@NullMarked
package dev.sluice.cluster.lease;

import org.jspecify.annotations.NullMarked;
