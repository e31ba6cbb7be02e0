/**
 * Text to trees and back. Answers are read into Jackson's tree straight from its streaming parser: binding to classes would
 * cost more start-up time than the rest of a command together. JSON and YAML share the code, because Jackson's YAML is a
 * parser and a generator like any other; it is loaded only when YAML is met.
 */
@NullMarked
package io.troupe.cli.json;

import org.jspecify.annotations.NullMarked;
