/// OpenAI's Files and Uploads APIs, over the files of [dev.sluice.batches.file.FileStore]. Nothing
/// of it is loaded where no files are configured.
///
/// A file goes to the disk while it comes: its form is scanned piece by piece, and no more of it is
/// held than the connection's pipe takes.
@NullMarked
package dev.sluice.server.files;

import org.jspecify.annotations.NullMarked;
