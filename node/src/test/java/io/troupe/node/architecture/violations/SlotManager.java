package io.troupe.node.architecture.violations;

record SlotManager(int slots) {}
