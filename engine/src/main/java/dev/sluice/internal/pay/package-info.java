/// Paying: what a call's [dev.sluice.call.Payer] is asked before the call goes on, and told when it
/// has ended.
///
/// [dev.sluice.internal.pay.EntryFilter] stands in front of the route, for limits that count every
/// call. [dev.sluice.internal.pay.PayFilter] stands behind the cache, since a hit costs nothing,
/// and in front of what calls share, so that each member pays its part. Both settle in a `finally`,
/// on every path. The call's record says what it owes: the usage of the attempt that answers.
/// [dev.sluice.internal.pay.LossFilter] stands around each attempt and tells the payer what no call
/// owes: retries, races that are lost, copies. The sum of both is what the providers bill.
///
/// Threads: the filters run on the call's virtual thread, quotes are asked on its loop. A call that
/// nobody pays for passes both at the cost of one comparison.
@NullMarked
package dev.sluice.internal.pay;

import org.jspecify.annotations.NullMarked;
