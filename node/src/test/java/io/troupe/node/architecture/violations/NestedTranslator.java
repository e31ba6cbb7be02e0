package io.troupe.node.architecture.violations;

import java.util.UUID;
import java.util.function.Supplier;

final class NestedTranslator {
    private NestedTranslator() {}

    static final class Names {
        private Names() {}

        static Supplier<String> fresh() {
            return () -> UUID.randomUUID().toString();
        }
    }
}
