package io.bighammer.core.websocket;

/** Close codes of WebSockets (RFC 6455, section 7.4, and its registry). */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int NONE_GIVEN = 1005;
    static final int BROKEN = 1011;
    static final int COME_AGAIN = 1012;
    private static final int FIRST_OF_APPLICATIONS = 3000;
    private static final int LAST = 4999;

    private CloseCode() {}

    /** Whether it can be sent. */
    static boolean canBeSent(int code) {
        return code >= FIRST_OF_APPLICATIONS && code <= LAST
                || code >= NORMAL && code <= 1003
                || code >= 1007 && code <= 1014;
    }

    /** What a client is told when a service closes with that code. */
    static int ofService(int code) {
        if (code == 0 || code == NONE_GIVEN) {
            return NORMAL;
        }
        return canBeSent(code) ? code : BROKEN;
    }
}
