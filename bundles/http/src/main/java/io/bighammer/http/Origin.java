package io.bighammer.http;

/**
 * Where a request comes from.
 *
 * @param client address, without a port
 * @param scheme that the client spoke
 * @param authority that the client asked; empty when it said nothing
 */
record Origin(String client, String scheme, String authority) {}
