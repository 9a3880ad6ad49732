/**
 * How workers and clients speak with the gateway without HTTP: {@code bhp} is the worker protocol on its own, {@code stream} what
 * flows on its streams, {@code workers} the door that workers come in by, {@code clients} the TCP door and the main socket, {@code
 * json} the way of a JSON request, {@code listen} ports and socket files.
 */
package io.bighammer.ipc;
