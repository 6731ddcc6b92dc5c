package io.agentrunner.dashboard;

/**
 * Where a form posts to, and the proof that our page made it.
 *
 * @param token good for that address alone
 */
public record Form(String action, String token) {}
