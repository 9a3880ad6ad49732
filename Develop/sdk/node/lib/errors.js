'use strict';

/** The connection to the gateway is gone, or what came over it is not the protocol. */
class Disconnected extends Error {
  name = 'Disconnected';
}

/** Nobody waits for the answer any more. Thrown where a handler waits for the other side. */
class Cancelled extends Error {
  name = 'Cancelled';
}

/** A call of another service came to no answer. `reason` says why; `refused`: nobody has begun with it. */
class CallFailed extends Error {
  name = 'CallFailed';

  constructor(service, reason, refused) {
    super(`the call of the service '${service}' failed: ${reason}`);
    this.reason = reason;
    this.refused = refused;
  }
}

/** A body is longer than fits into memory; answered with 413. */
class TooLarge extends Error {
  name = 'TooLarge';
}

module.exports = { CallFailed, Cancelled, Disconnected, TooLarge };
