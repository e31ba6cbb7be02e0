package io.troupe.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.protocol.identity.WorkloadId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredTypesTest {
    record Key(String text) {}

    record KeyedByARecord(Map<Key, String> entries) {}

    record KeyedById(Map<WorkloadId, String> entries) {}

    record Untyped(Object anything) {}

    sealed interface Nameless {}

    record One() implements Nameless {}

    record OfNameless(List<Nameless> list) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Named.class, name = "named"))
    sealed interface HalfNamed {}

    record Named() implements HalfNamed {}

    record Forgotten() implements HalfNamed {}

    @Test
    void aMapKeyThatWouldNotComeBackIsFound() {
        assertThat(StoredTypes.of(KeyedByARecord.class).faults())
                .singleElement()
                .asString()
                .startsWith("KeyedByARecord.entries:")
                .contains("map key");
    }

    @Test
    void anIdAsMapKeyIsFine() {
        assertThat(StoredTypes.of(KeyedById.class).faults()).isEmpty();
    }

    @Test
    void anUntypedPartIsFound() {
        assertThat(StoredTypes.of(Untyped.class).faults())
                .singleElement()
                .asString()
                .contains("java.lang.Object");
    }

    @Test
    void aSealedTypeWithoutNamesIsFound() {
        assertThat(StoredTypes.of(OfNameless.class).faults()).hasSize(2).allMatch(fault -> fault.contains("Nameless"));
    }

    @Test
    void aForgottenSubtypeIsFound() {
        assertThat(StoredTypes.of(HalfNamed.class).faults())
                .singleElement()
                .asString()
                .contains("Forgotten")
                .contains("no stable name");
    }
}
