package io.troupe.cli.http;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A body that takes its connection along when it is closed. */
final class ClosingInput extends FilterInputStream {
    private final Connection connection;

    ClosingInput(InputStream body, Connection connection) {
        super(body);
        this.connection = connection;
    }

    @Override
    public void close() {
        connection.close();
    }
}
