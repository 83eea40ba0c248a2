/// Providers that know the gateway by its workload identity
/// ([dev.sluice.provider.auth.workload.WorkloadCredentials]).
@NullMarked
package dev.sluice.provider.auth.workload;

import org.jspecify.annotations.NullMarked;
