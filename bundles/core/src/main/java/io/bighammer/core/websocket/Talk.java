package io.bighammer.core.websocket;

/** How a service hears what happens to a WebSocket. Called by its connection, one thing after another. */
interface Talk {
    /** With nobody, or with nobody any more. */
    Talk NONE = new Talk() {
        @Override
        public void begin() {
            // There is nobody to hear.
        }

        @Override
        public void say(Message message, Runnable said) {
            message.done().succeeded();
            said.run();
        }

        @Override
        public void end(int code, String reason) {
            // There is nobody to tell.
        }
    };

    /** The client is there, and may be sent messages. */
    void begin();

    /** Hands a message over; the next when this one is said. */
    void say(Message message, Runnable said);

    /** The client has gone, or goes on with another worker: {@link io.bighammer.spi.MessageStream#HANDED_OVER}. */
    void end(int code, String reason);
}
