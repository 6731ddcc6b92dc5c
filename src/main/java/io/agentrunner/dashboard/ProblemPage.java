package io.agentrunner.dashboard;

/** Says what went wrong, and where to go from here. */
public record ProblemPage(Shell shell, String title, String detail) {}
