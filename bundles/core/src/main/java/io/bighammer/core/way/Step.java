package io.bighammer.core.way;

/** One place in a chain: a plugin instance, or what stands where one is missing. */
public interface Step {

    String name();

    /** Whether it may run on a thread that others wait for; can become false, never true again. */
    boolean nonBlocking();

    /** Bytes of the request's body that must be there before it is called; 0 when it does not look at it. */
    int requestBodyLimit();

    /** Bytes of the response's body that must be there before it is called; 0 when it does not look at it. */
    int responseBodyLimit();

    void handleRequest(RequestContext context) throws Exception;

    void handleResponse(RequestContext context) throws Exception;
}
