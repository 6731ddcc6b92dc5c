/**
 * The rules of a run as examples, tables and laws. Start reading at {@link
 * io.agentrunner.run.Story}, the given, when and then that the examples are told in; {@link
 * io.agentrunner.run.Situation} names where a run can stand, for the tables of every pair; {@link
 * io.agentrunner.run.History} rolls the random lives that the laws are held against; {@link
 * io.agentrunner.run.Arrows} finds all that can happen to a state.
 */
@NullMarked
package io.agentrunner.run;

import org.jspecify.annotations.NullMarked;
