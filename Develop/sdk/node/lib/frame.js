'use strict';

/** The numbers of the worker protocol BHP/1. A frame is sixteen bytes, big-endian, then its payload. */
module.exports = Object.freeze({
  MAGIC: 0xb1,
  HEADER: 16,
  MAX_PAYLOAD: 1 << 20,
  MAX_HEAD: 64 << 10,
  /** Bodies are cut into pieces of this size. */
  PIECE: 64 << 10,

  HELLO: 1,
  REQ: 2,
  RESP: 3,
  DATA: 4,
  MSG: 5,
  CANCEL: 6,
  WINDOW: 7,
  PING: 8,
  PONG: 9,
  DRAIN: 10,
  EVENT: 11,

  END: 0x01,
  TEXT: 0x02,
  MORE: 0x04,
  UPGRADE: 0x08,
  ONEWAY: 0x10,
  OPTIONAL: 0x40,

  INTERNAL: 2,
  REFUSED: 3,
  CANCELLED: 4,
  DRAINING: 8,
});
