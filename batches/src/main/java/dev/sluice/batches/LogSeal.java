package dev.sluice.batches;

import java.io.IOException;

/// The encryption of what a log holds: its files alone tell nothing of it.
interface LogSeal {
  /// Everything stays as it is.
  LogSeal NONE =
      new LogSeal() {
        @Override
        public byte[] seal(byte[] plain, String place) {
          return plain;
        }

        @Override
        public byte[] open(byte[] sealed, String place) {
          return sealed;
        }
      };

  /// Seals bytes.
  ///
  /// @param place where they are kept: they cannot be opened as those of another place
  byte[] seal(byte[] plain, String place);

  /// Opens bytes that were sealed for a place.
  ///
  /// @throws IOException if they are others, or were sealed with another key
  byte[] open(byte[] sealed, String place) throws IOException;
}
