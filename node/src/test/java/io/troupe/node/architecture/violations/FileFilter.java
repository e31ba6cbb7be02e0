package io.troupe.node.architecture.violations;

import java.io.File;

record FileFilter(File file) {}
