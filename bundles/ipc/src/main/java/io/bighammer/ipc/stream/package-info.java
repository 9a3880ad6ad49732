/** Bodies and frames on the streams of a connection that speaks BHP, whoever is at its other end. */
package io.bighammer.ipc.stream;
