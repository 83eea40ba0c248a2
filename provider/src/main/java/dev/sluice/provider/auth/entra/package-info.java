/// Microsoft Entra ID: the tokens of applications and managed identities
/// ([dev.sluice.provider.auth.entra.EntraCredentials]).
@NullMarked
package dev.sluice.provider.auth.entra;

import org.jspecify.annotations.NullMarked;
