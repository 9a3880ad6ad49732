/** The doors for clients that speak JSON requests or frames: the TCP door and the main socket. */
package io.bighammer.ipc.clients;
