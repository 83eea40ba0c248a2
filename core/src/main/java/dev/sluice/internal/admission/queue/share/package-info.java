/// The service that each tenant has had, and so which tenant is next: fairness between tenants, and
/// between critical calls and others. Not safe for threads.
///
/// ```text
/// Tenants        those that are told apart; the least served of those that wait
///   Subtenants     those that divide the share of one
///     Peers        a bounded number of names, and which of them wait
///       Tenant     what one has had, and in which round it is
///         Quantum  how long a round is
/// CriticalShare  how long critical calls go first
/// ```
@NullMarked
package dev.sluice.internal.admission.queue.share;

import org.jspecify.annotations.NullMarked;
