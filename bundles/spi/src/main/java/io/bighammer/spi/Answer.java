package io.bighammer.spi;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/**
 * The head of what a service answers, and its body to be read. A reader that wants no more calls
 * {@link Content.Source#fail}; the body fails when the service breaks off. Headers that can be changed are the
 * receiver's from then on.
 *
 * @param status 200 to 599, or 101 when a {@link SocketEvent.Kind#OPEN} is granted
 * @param messages the stream that was granted with a 101, if it is one
 */
public record Answer(int status, HttpFields headers, Content.Source body, Optional<MessageStream> messages) {

    public Answer(int status, HttpFields headers, Content.Source body) {
        this(status, headers, body, Optional.empty());
    }
}
