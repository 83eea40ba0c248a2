/// AWS: where keys come from ([dev.sluice.provider.auth.aws.AwsCredentials]), and the signatures
/// that they make ([dev.sluice.provider.auth.aws.SigV4]).
@NullMarked
package dev.sluice.provider.auth.aws;

import org.jspecify.annotations.NullMarked;
