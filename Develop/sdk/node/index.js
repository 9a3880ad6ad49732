'use strict';

/** For code of a service that works on no request, a timer for example; in a handler there is request.call(). */
module.exports = {
  /** For the SDK: who serves in this process. */
  worker: null,

  /**
   * Asks another service.
   *
   * @param {string} service
   * @param {object} [options] as of request.call()
   * @returns {Promise<Reply>}
   */
  call(service, options) {
    if (this.worker === null) {
      throw new Error('there is no gateway to ask: this process was not started by it');
    }
    return this.worker.call(service, options);
  },
};
