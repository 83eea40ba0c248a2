/// Each client at each provider's dialect: unchanged but for base URL and key, clients play scenes
/// through gateways in front of providers that speak one dialect alone, and docs/dialects.md holds
/// the table of what they have seen.
@NullMarked
package dev.sluice.it.matrix;

import org.jspecify.annotations.NullMarked;
