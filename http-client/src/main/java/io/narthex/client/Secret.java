package io.narthex.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Something that not everybody may know, such as a password, or where it stands.
///
/// Thread safety: immutable.
public sealed interface Secret {
    /// A secret that says nothing.
    Secret EMPTY = new Inline("");

    /// What it is at this moment: a file is read each time, so that it can be renewed.
    ///
    /// @throws CredentialsException if its file can't be read
    String read() throws CredentialsException;

    /// A secret of the configuration itself.
    ///
    /// @param text the secret
    record Inline(String text) implements Secret {
        @Override
        public String read() {
            return text;
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }

    /// A secret in a file; blanks and line breaks around it are none of it.
    ///
    /// @param file absolute, or seen from where the server runs
    record InFile(Path file) implements Secret {
        @Override
        public String read() throws CredentialsException {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                String why = e instanceof NoSuchFileException ? "no such file" : e.toString();
                throw new CredentialsException(
                        "unable to read file " + file + ": " + why,
                        "let the file be there, and let this server read it");
            }
        }
    }
}
