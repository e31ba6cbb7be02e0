package io.troupe.persistence.journal;

import akka.actor.setup.Setup;
import com.datastax.oss.driver.api.core.CqlSession;

/** Hands an open session to the actor system that is made with it. */
public final class OpenSession extends Setup {
    private final CqlSession session;

    OpenSession(CqlSession session) {
        this.session = session;
    }

    CqlSession session() {
        return session;
    }
}
