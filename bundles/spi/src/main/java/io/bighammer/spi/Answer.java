package io.bighammer.spi;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;

/**
 * The head of what a service answers, and its body to be read. A reader that wants no more calls
 * {@link Content.Source#fail}; the body fails when the service breaks off. Headers that can be changed are the
 * receiver's from then on.
 */
public record Answer(int status, HttpFields headers, Content.Source body) {}
