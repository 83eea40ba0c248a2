/// `lab batch`: batches of calls at gateways in processes of their own, in front of a simulated
/// provider.
///
/// ```text
/// BatchLab          the experiment: its parts, their figures and bounds
///   KilledBatch       kill -9 again and again, and torn logs
///   Starvation        a disk without room, a disk that fails, money, quota, keys, answers
///   SummedBatch       the ledger beside the bill, of lines called here and delegated
///   DelegatedKills    kill -9 while the provider runs the lines
///   LimitedBatch      how much of a quota a batch uses
///   BesideBatch       what clients that wait see of a batch
///   BatchMemory       what a batch takes of memory
/// BatchSite         a gateway with one provider, in a folder of its own
/// RunProcess        `batch run` in a process of its own, at a site or with its own gateway
/// BatchClient       asks for files and batches, where a part needs more than `batch run` tells
/// LedgerSums        what a gateway's ledger has
/// ```
@NullMarked
package dev.sluice.lab.batch;

import org.jspecify.annotations.NullMarked;
