/**
 * Tests of the bound server over real connections. The control plane behind it is a fake that applies each change at once and can be told to refuse,
 * to be away, and not to be ready.
 */
@NullMarked
package io.troupe.gateway;

import org.jspecify.annotations.NullMarked;
