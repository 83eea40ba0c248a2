/// The service that each tenant has had, and so which tenant is next: fairness between tenants, and
/// between critical calls and others. Not safe for threads.
///
/// ```text
/// Tenants        those who are told apart; the least served of those who wait
///   Tenant         what one has had, and in which turn it is
///     Subtenants     those who divide the share of one
///   Quantum        how long a turn is
///   Peers          a bounded number of names, and who of them waits
/// CriticalShare  how long critical calls come first
/// ```
@NullMarked
package dev.sluice.internal.admission.queue.share;

import org.jspecify.annotations.NullMarked;
