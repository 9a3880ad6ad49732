'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/** A file that is no service; the message says what to change. */
class NoService extends Error {}

/** A service, loaded from its file: the object or function that answers requests. */
class Service {
  #service;
  #streaming;
  /** What answers, by the name that a route uses. */
  #targets = new Map();

  constructor(file, service, streaming) {
    this.file = file;
    this.#service = service;
    this.#streaming = streaming;
  }

  /** @throws NoService, and whatever the file itself throws */
  static async load(file) {
    if (!fs.existsSync(file)) {
      throw new NoService(`${file}: there is no such file`);
    }
    const module = await import(pathToFileURL(file));
    const loaded = module.default ?? module;
    const exported = (loaded.__esModule && loaded.default) || loaded;
    const source = isService(exported) ? exported : choose(file, exported);
    const streaming = source.streaming ?? exported.streaming ?? module.streaming ?? false;
    return new Service(file, isClass(source) ? instantiate(file, source) : source, streaming);
  }

  /** What answers when a route names this method; undefined when there is none. */
  target(name) {
    let target = this.#targets.get(name);
    if (target === undefined && !this.#targets.has(name)) {
      target = this.#find(name);
      this.#targets.set(name, target);
    }
    return target;
  }

  #find(name) {
    const service = this.#service;
    if (typeof service === 'function') {
      return name === 'handle' ? { answer: service, streaming: this.#streaming === true } : undefined;
    }
    if (typeof service[name] !== 'function' || (name !== 'handle' && !isOffered(service, name))) {
      return undefined;
    }
    const streaming = Array.isArray(this.#streaming) ? this.#streaming.includes(name) : this.#streaming === true;
    return { answer: service[name].bind(service), streaming };
  }
}

/** What parents have, and what is called private, is not meant to be on the network. */
function isOffered(service, name) {
  const isOwn = Object.hasOwn(service, name) || Object.hasOwn(Object.getPrototypeOf(service) ?? {}, name);
  return isOwn && name !== 'constructor' && !name.startsWith('_') && !(name in Object.prototype);
}

function isClass(value) {
  return typeof value === 'function' && typeof value.prototype?.handle === 'function';
}

function isBareClass(value) {
  return typeof value === 'function' && Function.prototype.toString.call(value).startsWith('class');
}

/** Whether what a file exports is a service itself, and not a collection in which one is. */
function isService(exported) {
  if (typeof exported === 'function') {
    return isClass(exported) || !isBareClass(exported);
  }
  return typeof exported === 'object' && exported !== null && typeof exported.handle === 'function';
}

/** The one class with a handle; of several, the one that is named after the file. */
function choose(file, exported) {
  const values = typeof exported === 'object' && exported !== null ? Object.values(exported) : [exported];
  const classes = values.filter(isClass);
  const wanted = plain(path.parse(file).name);
  const chosen = classes.length === 1 ? classes[0] : classes.find(candidate => plain(candidate.name) === wanted);
  if (chosen !== undefined) {
    return chosen;
  }
  const names = list => list.map(candidate => candidate.name).join(', ');
  if (classes.length > 0) {
    throw new NoService(
      `${file}: which class is the service? These have a method handle: ${names(classes)}.` +
        ' Export one, or name one after the file',
    );
  }
  const others = values.filter(isBareClass);
  throw new NoService(
    `${file}: there is no service in it. Export one class with a method handle(request), or a function` +
      (others.length === 0 ? '' : `; without such a method: ${names(others)}`),
  );
}

function instantiate(file, source) {
  if (source.length > 0) {
    throw new NoService(
      `${file}: the constructor of ${source.name} wants arguments; export an object instead: module.exports = new ${source.name}(...)`,
    );
  }
  return new source();
}

function plain(name) {
  return name.toLowerCase().replace(/[_.-]/g, '');
}

module.exports = { NoService, Service };
