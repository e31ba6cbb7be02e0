package io.troupe.node.engine.process;

import io.troupe.node.engine.ContainerEngineContract;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class ProcessContractTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> theProcessEngineKeepsTheContract() {
        return ContainerEngineContract.tests(new ProcessUnderTest(folder));
    }
}
