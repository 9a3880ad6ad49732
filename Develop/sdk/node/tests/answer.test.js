'use strict';

const assert = require('node:assert/strict');
const { Readable } = require('node:stream');
const { test } = require('node:test');
const { Answer } = require('../lib/answer');

function headersOf(value) {
  return JSON.parse(Answer.of(value).head).headers;
}

test('an object with a status and only data and message is an envelope', () => {
  assert.equal(Answer.of({ status: 201, data: [1] }).body, '{"status":201,"message":"Created","data":[1]}');
  assert.equal(Answer.of({ status: 200, message: 'fine' }).body, '{"status":200,"message":"fine","data":null}');
  assert.equal(Answer.of({ status: 404 }).body, '{"status":404,"message":"Not Found","data":null}');
  assert.equal(Answer.of({ status: 299 }).body, '{"status":299,"message":"","data":null}');
});

test('an object with other keys, or a status that is no integer, is data', () => {
  assert.equal(JSON.parse(Answer.of({ status: 200, other: 1 }).body).data.other, 1);
  assert.equal(JSON.parse(Answer.of({ status: 200, data: 1, body: 'x' }).body).data.body, 'x');
  assert.equal(JSON.parse(Answer.of({ status: 'open' }).body).data.status, 'open');
  assert.equal(JSON.parse(Answer.of(() => {}).body).data, null);
});

test('headers are an object, with lists, or Headers', () => {
  assert.deepEqual(headersOf({ status: 200, headers: { 'X-A': ['1', 2], 'X-B': 3 } }), { 'x-a': ['1', '2'], 'x-b': '3' });
  assert.deepEqual(headersOf({ status: 200, headers: new Headers({ 'X-A': 'b' }) }), { 'x-a': 'b' });
});

test('bytes, generators and streams are bodies', () => {
  assert.equal(headersOf(new Uint8Array(3))['content-type'], 'application/octet-stream');
  for (const body of [(function* () {})(), (async function* () {})(), Readable.from([]), new ReadableStream()]) {
    assert.equal(Answer.of(body).pieces, body);
    assert.equal(Answer.of({ status: 200, body }).pieces, body);
  }
});

test('arrays, maps and sets are data, not streams', () => {
  assert.equal(Answer.of([1, 2]).body, '{"status":200,"message":"OK","data":[1,2]}');
  assert.equal(Answer.of(new Map()).pieces, null);
});

test('what cannot be an answer is an error', () => {
  assert.throws(() => Answer.of({ status: 99 }), /between 200 and 599/);
  assert.throws(() => Answer.of({ status: 200, data: 1n }), TypeError);
  assert.throws(() => Answer.of({ status: 200, body: { a: 1 } }), /JSON goes into 'data'/);
  assert.throws(() => Answer.of({ status: 200, headers: { 'x-long': 'x'.repeat(70_000) } }), /at most 65536 bytes/);
});

test('an answer to HEAD has the length of the body that is not sent', () => {
  const answer = Answer.of('ü').withoutBody();
  assert.equal(answer.body, '');
  assert.equal(JSON.parse(answer.head).headers['content-length'], '2');
  assert.equal(JSON.parse(Answer.of(null).withoutBody().head).headers['content-length'], undefined);
});
