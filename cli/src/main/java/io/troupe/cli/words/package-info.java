/**
 * How a command line is written and read. What a command takes is declared by small records, {@link io.troupe.cli.words.Syntax} above all,
 * which a command can hold in constants; picocli, whose models are made anew for each run, reads the line by them, explains it, finds the
 * word that was meant, and writes the completion of bash and zsh. A model is made by calls, never from annotations, and only of the
 * commands whose words are said, because a command of this program lives for a tenth of a second. Nothing here knows what a command does, a
 * server or a terminal, and nothing outside of it, save for one exception's name, knows picocli.
 */
@NullMarked
package io.troupe.cli.words;

import org.jspecify.annotations.NullMarked;
