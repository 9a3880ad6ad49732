package io.bighammer.core.route;

/**
 * Where a search can come to in the tree of paths. Immutable. Where routes end and no way goes on, it is the first of these routes itself:
 * among many routes each object on the way is one more wait for memory that nobody has touched lately.
 */
abstract class Place<T> {

    /** The highest priority of any route from here on, so that a search can leave out what cannot win. */
    final int priority;

    Place(int priority) {
        this.priority = priority;
    }

    /** @param start where in the path the next part begins; one beyond its length plus one when no part is left */
    abstract void walk(Search<T> search, int start);
}
