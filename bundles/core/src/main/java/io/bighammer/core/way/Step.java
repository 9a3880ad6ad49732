package io.bighammer.core.way;

/** One place in a chain: a plugin instance, or what stands where one is missing. */
public interface Step {

    String name();

    boolean nonBlocking();

    /** Bytes of the request's body that must be there before it is called; 0 when it does not look at it. */
    int requestBodyLimit();

    /** Bytes of the response's body that must be there before it is called; 0 when it does not look at it. */
    int responseBodyLimit();

    void handleRequest(RequestContext context) throws Exception;

    void handleResponse(RequestContext context) throws Exception;
}
