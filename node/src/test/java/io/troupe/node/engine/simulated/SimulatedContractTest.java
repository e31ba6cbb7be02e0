package io.troupe.node.engine.simulated;

import io.troupe.node.engine.ContainerEngineContract;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SimulatedContractTest {
    @TestFactory
    Stream<DynamicTest> theSimulatedEngineKeepsTheContractOfLife() {
        return ContainerEngineContract.testsOfLife(new SimulatedUnderTest(
                new SimulatedContainers(EngineKind.IMAGES, SimulatedTime.wall(), Latencies.NONE)));
    }
}
