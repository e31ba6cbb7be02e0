package io.troupe.node.engine.docker;

import com.github.dockerjava.core.util.CertificateUtils;
import com.github.dockerjava.transport.SSLConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What vouches for both sides of a connection. docker-java's own stops at TLS 1.2, where the end of a command's input would end its output too. */
record DockerCertificates(Path folder) implements SSLConfig {
    private static final char[] PASSWORD = "docker".toCharArray();

    @Override
    public SSLContext getSSLContext() throws KeyStoreException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(ours(), PASSWORD);
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(theirs());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyStoreException("the certificates in " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyStore ours() throws IOException, GeneralSecurityException {
        var key = CertificateUtils.loadPrivateKey(Files.readString(folder.resolve("key.pem")));
        if (key == null) {
            throw new KeyStoreException("key.pem holds no private key");
        }
        var store = empty();
        store.setKeyEntry("ours", key, PASSWORD, certificates("cert.pem"));
        return store;
    }

    private KeyStore theirs() throws IOException, GeneralSecurityException {
        var store = empty();
        for (var certificate : certificates("ca.pem")) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        return store;
    }

    private Certificate[] certificates(String file) throws IOException, GeneralSecurityException {
        try (var input = Files.newInputStream(folder.resolve(file))) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(input)
                    .toArray(Certificate[]::new);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
