/// Google Cloud: the tokens of service accounts, machines, federated identities and developers
/// ([dev.sluice.provider.auth.google.GoogleCredentials]).
@NullMarked
package dev.sluice.provider.auth.google;

import org.jspecify.annotations.NullMarked;
