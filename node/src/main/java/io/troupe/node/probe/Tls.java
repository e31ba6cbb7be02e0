package io.troupe.node.probe;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS for checks, which takes any certificate: nobody certifies the address of an instance, and a check sends no secret. */
final class Tls {
    private static final class Holder {
        static final SSLContext CONTEXT = context();
    }

    private Tls() {}

    /** Over a connection; after {@code timeout} it is closed, however slowly the other side speaks. */
    static SSLSocket over(Socket plain, ProbeTarget target, Duration timeout, Wheel wheel) throws IOException {
        var socket =
                (SSLSocket) Holder.CONTEXT.getSocketFactory().createSocket(plain, target.host(), target.port(), true);
        wheel.closeAfter(timeout, plain);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a JDK without TLS", e);
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
