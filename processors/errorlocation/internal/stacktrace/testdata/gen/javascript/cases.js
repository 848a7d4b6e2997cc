'use strict';

// Runs the case that the command line names.

const util = require('node:util');
const {
  Order, total, sum, discounts, shipping, fetchOrder, fetchAll, report, load, check, reserve, refund,
  walk, silent, explain, verbose, checkout, submit, batch, cheapest, größe,
} = require('./orders');

const ORDER = { id: 17, count: 2 };

// Prints the stack of what call throws.
async function stack(call) {
  try {
    await call();
  } catch (err) {
    console.log(err.stack);
  }
}

async function inspect(call) {
  try {
    await call();
  } catch (err) {
    console.log(util.inspect(err));
  }
}

async function log(call, write) {
  try {
    await call();
  } catch (err) {
    write(err);
  }
}

function handler(request) {
  return route(request, () => total(ORDER));
}

function route(request, next) {
  return next(request);
}

function app() {
  const express = require('express');
  const server = express();
  server.get('/orders/:id', (request, response) => {
    response.json({ sum: total({ id: request.params.id }) });
  });
  server.post('/orders', async (request, response, next) => {
    try {
      await null;
      total(ORDER);
    } catch (err) {
      next(err);
    }
  });
  // eslint-disable-next-line no-unused-vars
  server.use((err, request, response, next) => {
    console.log(err.stack);
    response.status(500).end();
  });
  return server;
}

function request(server, method, path) {
  const http = require('node:http');
  const listener = http.createServer(server).listen(0, '127.0.0.1', () => {
    const { port } = listener.address();
    http.request({ host: '127.0.0.1', port, path, method }, (response) => {
      response.resume();
      response.on('end', () => process.exit());
    }).end();
  });
}

const CASES = {
  simple: () => stack(() => total(ORDER)),
  handler: () => stack(() => handler({})),
  constructor: () => stack(() => new Order({})),
  static_method: () => stack(() => Order.create({ json: '{' })),
  json_parse: () => inspect(() => Order.create({ json: 'no json' })),
  method: () => stack(() => new Order(ORDER).amount()),
  getter: () => stack(() => new Order(ORDER).price),
  setter: () => stack(() => { new Order(ORDER).card = null; }),
  private_method: () => stack(() => new Order(ORDER).pay()),
  class_field: () => stack(() => new Order(ORDER).ship({})),
  generator: () => stack(() => [...new Order({ id: 1, lines: [] }).lines()]),
  symbol: () => stack(() => [...new Order({ id: 1, lines: [] })]),
  async_method: () => stack(() => new Order(ORDER).save()),
  arrow: () => stack(() => sum([ORDER])),
  callback: () => stack(() => discounts([ORDER])),
  object_method: () => stack(() => shipping.label({})),
  async: () => stack(() => fetchOrder(17)),
  async_twice: () => stack(() => report([17])),
  promise_all: () => stack(() => fetchAll([17, 18])),
  promise_any: () => inspect(() => cheapest()),
  enoent: () => stack(() => load('/srv/shop/missing.json')),
  assertion: () => stack(() => check({ id: 17, count: 2 })),
  own_error: () => stack(() => reserve({ sku: 'A-1' })),
  own_error_inspected: () => inspect(() => reserve({ sku: 'A-1' })),
  library: () => stack(() => refund({})),
  recursion: () => stack(() => walk({})),
  recursion_deep: () => {
    Error.stackTraceLimit = 400;
    return stack(() => walk({}));
  },
  no_message: () => stack(() => silent()),
  fake_frames: () => stack(() => explain()),
  message_lines: () => stack(() => verbose()),
  stack_in_message: () => log(() => total(ORDER), (err) => {
    const wrapped = new Error(`request failed: ${err.stack}`);
    console.log(wrapped.stack);
  }),
  cause: () => inspect(() => checkout(ORDER)),
  cause_chain: () => inspect(() => submit(ORDER)),
  cause_in_property: () => log(() => total(ORDER), (err) => {
    console.error(Object.assign(new Error('query failed'), { code: 'E_QUERY', originalError: err, attempts: 3 }));
  }),
  aggregate: () => inspect(() => batch()),
  eval: () => stack(() => require('./evaluated').formula(ORDER)),
  new_function: () => stack(() => require('./evaluated').run(ORDER)),
  vm: () => stack(() => require('./evaluated').script(ORDER)),
  vm_file: () => stack(() => require('./evaluated').named(ORDER)),
  unicode: () => stack(() => größe({})),
  path: () => stack(() => require('./my (old) app/[id]/page').Page({})),
  path_anonymous: () => stack(() => [{ path: '/x' }].map(require('./my (old) app/[id]/page').anonymous)),
  minified: () => stack(() => require('./app.min').a({ x: {} })),
  source_map: () => stack(() => require('./mapped').total({})),
  limit_one: () => {
    Error.stackTraceLimit = 1;
    return stack(() => total(ORDER));
  },
  timer: () => setTimeout(() => stack(() => total(ORDER)), 1),
  immediate: () => setImmediate(() => stack(() => total(ORDER))),
  tick: () => process.nextTick(() => stack(() => total(ORDER))),
  uncaught: () => setTimeout(() => total(ORDER), 1),
  trace_uncaught: () => setTimeout(() => total(ORDER), 1),
  unhandled: () => { fetchOrder(17); },
  emitter: () => {
    const { EventEmitter } = require('node:events');
    new EventEmitter().emit('error', new Error('queue closed')); // want(emitter) Object.emitter
  },
  thrown_string: () => setTimeout(() => {
    throw 'no stock'; // want(thrown_string)
  }, 1),
  rejected_string: () => { Promise.reject('no stock'); },
  syntax_error: () => require('./broken'),
  syntax_error_caught: () => stack(() => require('./broken')),
  worker: () => {
    const { Worker } = require('node:worker_threads');
    const worker = new Worker("const { total } = require('/srv/shop/orders'); total({})".replace('/srv/shop', __dirname), { eval: true });
    worker.on('error', (err) => console.log(err.stack));
  },
  console_error: () => log(() => total(ORDER), (err) => console.error('[%s] order %d failed:', '2026-11-23T04:46:14.123Z', 17, err)),
  inspected_in_object: () => log(() => total(ORDER), (err) => console.error({ level: 'error', order: 17, err, at: 'checkout' })),
  stack_property: () => log(() => total(ORDER), (err) => console.error({ message: err.message, stack: err.stack, order: 17 })),
  pino: () => log(() => total(ORDER), (err) => require('pino')({ base: null, timestamp: false }).error(err, 'order failed')),
  pino_cause: () => log(() => checkout(ORDER), (err) => require('pino')({ base: null, timestamp: false }).error(err, 'order failed')),
  winston: () => log(() => total(ORDER), (err) => {
    const { createLogger, format, transports } = require('winston');
    const line = format.printf(({ level, message, stack }) => `2026-11-23T04:46:14.123Z ${level}: ${message} - ${stack}`);
    createLogger({ format: format.combine(format.errors({ stack: true }), line), transports: [new transports.Console()] }).error(err);
  }),
  winston_json: () => log(() => reserve({ sku: 'A-1' }), (err) => {
    const { createLogger, format, transports } = require('winston');
    createLogger({ format: format.combine(format.errors({ stack: true }), format.json()), transports: [new transports.Console()] }).error(err);
  }),
  express: () => request(app(), 'GET', '/orders/17'),
  express_async: () => request(app(), 'POST', '/orders'),
  http: () => request((request, response) => {
    response.end();
    stack(() => total(ORDER));
  }, 'GET', '/'),
  bluebird: () => {
    const Bluebird = require('bluebird');
    Bluebird.config({ longStackTraces: true, warnings: false });
    return Bluebird.resolve(ORDER).then((order) => total(order)).catch((err) => console.log(err.stack));
  },
};

CASES[process.argv[2]]();
