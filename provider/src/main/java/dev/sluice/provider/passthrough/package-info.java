/// What the answers to requests mean that are passed through to a provider's own paths: nothing,
/// but for the members that tell their usage. Confined to the loop.
@NullMarked
package dev.sluice.provider.passthrough;

import org.jspecify.annotations.NullMarked;
