package io.troupe.node.architecture.violations;

record BaseAgent(int slots) {}
