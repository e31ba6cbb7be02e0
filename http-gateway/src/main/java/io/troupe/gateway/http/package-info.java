/**
 * What all dialects share: a request taken apart, answers in JSON, and refusals. It knows no dialect and nothing of the domain but
 * problems. Everything that comes from outside is bounded here: the size of a body, the depth of JSON.
 */
@NullMarked
package io.troupe.gateway.http;

import org.jspecify.annotations.NullMarked;
