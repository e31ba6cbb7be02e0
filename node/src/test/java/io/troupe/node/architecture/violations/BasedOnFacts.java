package io.troupe.node.architecture.violations;

record BasedOnFacts(int facts) {}
