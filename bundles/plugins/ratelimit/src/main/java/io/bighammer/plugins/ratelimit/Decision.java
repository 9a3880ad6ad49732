package io.bighammer.plugins.ratelimit;

/**
 * What a limiter says to one request.
 *
 * @param limit how many requests may come at once
 * @param remaining how many more may come now
 * @param resetNanos until nothing counts any more
 * @param waitNanos until the next may come; 0 when this one may
 */
record Decision(long limit, long remaining, long resetNanos, long waitNanos) {

    boolean allowed() {
        return waitNanos == 0;
    }
}
