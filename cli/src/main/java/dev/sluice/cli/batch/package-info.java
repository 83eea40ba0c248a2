/// `batch` and `files`: batches of calls and the files of clients, at any API that is OpenAI's:
/// that of a gateway, or of a provider.
///
/// ```text
/// RunCommand        the options of `batch run`
///   InputFile       the file of lines
///   ResultPaths     where the results go
///   ApiOptions      a gateway that runs ──> ApiClient, or none:
///   OwnGateway      a gateway of its own, in the folder of the results, as long as it takes
///   BatchJob        uploads, makes the batch, follows it, fetches the results
///     TimeLeft      how long it will still take: by the limits, else by its pace
///     ProgressLine  a line that is written over, or lines
/// ```
///
/// Files are streamed from and to the disk; none is ever in memory.
@NullMarked
package dev.sluice.cli.batch;

import org.jspecify.annotations.NullMarked;
