/// Estimates of the tokens of a call before it is sent: from its size, by what the provider has
/// reported for earlier calls. State machines, guarded like the quota that owns them.
@NullMarked
package dev.sluice.internal.quota.estimate;

import org.jspecify.annotations.NullMarked;
