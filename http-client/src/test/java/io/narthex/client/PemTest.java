package io.narthex.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;

/// Keys in the forms that other programs write.
class PemTest {
    /// What an RSA key of PKCS#8 has before the same key in PKCS#1.
    private static final int PREFIX = 26;

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keys_areReadWithWhateverStandsBeforeThem(String algorithm)
            throws GeneralSecurityException {
        PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        assertThat(Pem.privateKey("a comment\n" + pem("PRIVATE KEY", key.getEncoded())))
                .isEqualTo(key);
    }

    @Test
    void keyOfRsaInItsOldForm_isRead() throws GeneralSecurityException {
        PrivateKey key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        byte[] encoded = key.getEncoded();
        byte[] old = Arrays.copyOfRange(encoded, PREFIX, encoded.length);
        assertThat(Pem.privateKey(pem("RSA PRIVATE KEY", old))).isEqualTo(key);
    }

    /// Made by `openssl ecparam -genkey -name prime256v1`.
    @Test
    void keyOfEcInItsOldForm_isRead() throws GeneralSecurityException {
        String key =
                """
                -----BEGIN EC PARAMETERS-----
                BggqhkjOPQMBBw==
                -----END EC PARAMETERS-----
                -----BEGIN EC PRIVATE KEY-----
                MHcCAQEEIDadb6CEPNcZ6FuQgHP3rTwJXx3JX7aGfewpSvA9oxr3oAoGCCqGSM49
                AwEHoUQDQgAEtGv5H3dQT5Gui1C56AiVnNcEkQuDxwgXvnP8ox7+/81Pom7D2Jht
                YfM0Ejj5MwNvsdmZCmH5qdRmwmGVV1yOQg==
                -----END EC PRIVATE KEY-----
                """;
        assertThat(Pem.privateKey(key).getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void otherTexts_areRefusedWithTheRemedy() {
        assertThatThrownBy(() -> Pem.privateKey(pem("EC PRIVATE KEY", new byte[9])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl pkcs8 -topk8");
        assertThatThrownBy(() -> Pem.privateKey("no key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl pkcs8 -topk8");
        assertThatThrownBy(() -> Pem.trustManagers("no certificate"))
                .isInstanceOf(GeneralSecurityException.class);
    }
}
