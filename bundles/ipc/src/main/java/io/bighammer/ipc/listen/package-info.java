/** Listening on TCP ports and Unix sockets, without blocking. */
package io.bighammer.ipc.listen;
