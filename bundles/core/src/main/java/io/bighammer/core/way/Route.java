package io.bighammer.core.way;

/**
 * A compiled line of {@code router.json}, or what stands for it where none matches.
 *
 * @param target who is asked when the chain did not answer
 * @param figures where its requests are counted
 */
public record Route(Chain chain, Target target, RouteFigures figures) {}
