package io.narthex.model;

/// A store could not write what it must before it may acknowledge: the disk is full, broken, or
/// gone. Later batches may go well.
public final class StorageException extends RuntimeException {
    /// Creates the exception.
    ///
    /// @param message what was not done, for people
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
