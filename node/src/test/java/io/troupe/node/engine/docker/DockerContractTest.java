package io.troupe.node.engine.docker;

import io.troupe.node.engine.ContainerEngineContract;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class DockerContractTest {
    @TempDir
    Path sandboxes;

    @TestFactory
    Stream<DynamicTest> dockerKeepsTheContract() {
        return ContainerEngineContract.tests(new DockerUnderTest(sandboxes));
    }
}
