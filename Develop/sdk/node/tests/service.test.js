'use strict';

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const { LoadedFiles } = require('../lib/files');
const { NoService, Service } = require('../lib/service');

const HOST = path.join(__dirname, '../host.js');

function load(name) {
  return Service.load(path.join(__dirname, 'services', name));
}

function host(name) {
  return new Promise(resolve => {
    const file = path.join(__dirname, 'services', name);
    execFile(process.execPath, [HOST, file], { env: { PATH: process.env.PATH } }, (failure, output, errors) =>
      resolve({ code: failure?.code ?? 0, output, errors }),
    );
  });
}

test('a function is a service, with no other method', async () => {
  const service = await load('function.js');
  assert.equal(service.target('handle').answer(), 'from a function');
  for (const name of ['call', 'toString', 'constructor', '']) {
    assert.equal(service.target(name), undefined);
  }
});

test('the functions of a module are methods', async () => {
  const service = await load('module.mjs');
  assert.equal(service.target('handle').answer(), 'from a module');
  assert.equal(service.target('other').answer(), 'another function');
  for (const name of ['_hidden', 'missing', 'toString', '__proto__']) {
    assert.equal(service.target(name), undefined);
  }
});

test('a class is a service, without what its parents have', async () => {
  const service = await load('default_class.mjs');
  assert.equal(service.target('handle').answer(), 'from a class');
  for (const name of ['inherited', 'constructor', 'hasOwnProperty']) {
    assert.equal(service.target(name), undefined);
  }
});

test('a service says which of its methods read their body themselves', async () => {
  const service = await load('default_class.mjs');
  assert.equal(service.target('upload').streaming, true);
  assert.equal(service.target('handle').streaming, false);
});

test('of several classes the one that is named after the file is the service', async () => {
  const service = await load('named_after.js');
  assert.equal(service.target('handle').answer(), 'named after the file');
});

test('the sample service answers', async () => {
  const service = await load('../../../../example_service.js');
  assert.deepEqual(await service.target('handle').answer({ query: {} }), { status: 200, data: { hello: 'World' } });
});

test('a file that is no service is refused with what to change', async () => {
  await assert.rejects(load('two.js'), error => error instanceof NoService && error.message.includes('First, Second'));
  await assert.rejects(load('empty.js'), /there is no service in it\. .*Useless/);
  await assert.rejects(load('arguments.js'), /the constructor of Orders wants arguments/);
  await assert.rejects(load('missing.js'), /there is no such file/);
});

test('the host script checks a service by hand', async () => {
  const good = await host('function.js');
  assert.equal(good.code, 0);
  assert.match(good.output, /function\.js is a service: it loads/);
  const broken = await host('broken.js');
  assert.equal(broken.code, 1);
  assert.match(broken.errors, /broken\.js:\d/);
});

test('the files of a service are known, without libraries', () => {
  const file = path.join(__dirname, 'services/module.mjs');
  const files = new LoadedFiles();
  const found = files.begin(file);
  assert.equal(found[0], file);
  assert.ok(found.includes(path.join(__dirname, 'services/greeting.mjs')));
  assert.ok(found.includes(require.resolve('../lib/files')));
  assert.deepEqual(files.more(), []);
  require('./loaded_late');
  assert.deepEqual(files.more(), [path.join(__dirname, 'loaded_late.js')]);
});
