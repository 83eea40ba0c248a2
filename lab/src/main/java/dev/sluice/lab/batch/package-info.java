/// `lab batch`: batches of calls at gateways in processes of their own, in front of a simulated
/// provider.
///
/// ```text
/// BatchLab          the experiment: its parts, their figures and bounds
///   KilledBatch       kill -9 again and again, and torn logs
///   StarvedBatch      a disk without room, a disk that fails, money, quota, keys, answers
///   BesideBatch       what clients that wait see of a batch
///   LimitedBatch      how much of a quota a batch uses
///   BatchMemory       what a batch takes of memory
/// BatchSite         a gateway with one provider, in a folder of its own
/// BatchClient       asks for files and batches
/// ```
@NullMarked
package dev.sluice.lab.batch;

import org.jspecify.annotations.NullMarked;
