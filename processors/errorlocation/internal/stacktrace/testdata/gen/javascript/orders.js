'use strict';

// The application's own code: each case raises in one of these functions.

const fs = require('node:fs');
const assert = require('node:assert');
const paylib = require('paylib');

class OutOfStock extends Error {
  constructor(sku, options) {
    super(`no stock of ${sku}`, options);
    this.name = 'OutOfStock';
    this.sku = sku;
  }
}

function total(order) {
  return order.item.price * order.count; // want(simple, handler, cause, cause_chain, timer, immediate, tick, uncaught, console_error, stack_property, pino, pino_cause, winston, express, express_async, worker, http, limit_one, stack_in_message, trace_uncaught, inspected_in_object, cause_in_property, bluebird) total
}

class Order {
  #card = null;

  constructor(order) {
    if (!order.id) {
      throw new TypeError('an order needs an id'); // want(constructor) Order
    }
    this.order = order;
  }

  static create(order) {
    return JSON.parse(order.json); // want(json_parse, static_method) Order.create
  }

  sum() {
    return this.order.lines.length; // want(method) Order.sum
  }

  get price() {
    return this.order.item.price; // want(getter)
  }

  set card(number) {
    this.#card = number.trim(); // want(setter)
  }

  #charge() {
    return this.#card.number; // want(private_method) #charge
  }

  pay() {
    return this.#charge();
  }

  ship = (to) => to.street.name; // want(class_field) Order.ship

  *lines() {
    yield this.order.lines[0].sku; // want(generator) Order.lines
  }

  [Symbol.iterator]() {
    return this.order.lines[0].sku; // want(symbol) [Symbol.iterator]
  }

  async save() {
    await null;
    throw new Error('save failed'); // want(async_method) Order.save
  }
}

Order.prototype.amount = Order.prototype.sum;

function sum(orders) {
  return orders.map((order) => order.item.price); // want(arrow)
}

function discounts(orders) {
  return orders.reduce(function add(all, order) {
    return all + order.discount.rate; // want(callback) add
  }, 0);
}

const shipping = {
  label(order) {
    return order.address.toUpperCase(); // want(object_method) Object.label
  },
};

async function fetchOrder(id) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  throw new Error(`order ${id} not found`); // want(async, promise_all, unhandled, async_twice) fetchOrder
}

async function fetchAll(ids) {
  return Promise.all(ids.map((id) => fetchOrder(id)));
}

async function report(ids) {
  const orders = await fetchAll(ids);
  return orders.length;
}

function load(file) {
  return fs.readFileSync(file, 'utf8'); // want(enoent) load
}

function check(order) {
  assert.deepStrictEqual(order, { id: 17, count: 1 }); // want(assertion) check
}

function reserve(order) {
  throw new OutOfStock(order.sku); // want(own_error, own_error_inspected, aggregate, winston_json) reserve
}

function refund(order) {
  return paylib.refund(order.payment); // want(library) refund
}

function walk(order) {
  return walk({ order }); // want(recursion, recursion_deep) walk
}

function silent() {
  throw new Error(); // want(no_message) silent
}

function explain() {
  throw new Error('order rejected:\n    at fake (/srv/shop/fake.js:1:2)\nsee above'); // want(fake_frames) explain
}

function verbose() {
  const err = new Error('order rejected\nreason: no stock\n  sku: A-1\n\nplease retry'); // want(message_lines) verbose
  throw err;
}

function checkout(order) {
  try {
    total(order);
  } catch (err) {
    throw new Error('checkout failed', { cause: err });
  }
}

function submit(order) {
  try {
    checkout(order);
  } catch (err) {
    throw Object.assign(new OutOfStock('A-1', { cause: err }), { code: 'E_STOCK', order: { id: 17, lines: [] } });
  }
}

function batch() {
  const errors = [];
  for (const call of [() => reserve({ sku: 'A-1' }), () => total({})]) {
    try {
      call();
    } catch (err) {
      errors.push(err);
    }
  }
  throw new AggregateError(errors, 'batch failed');
}

async function cheapest() {
  return Promise.any([quote('a'), quote('b')]);
}

async function quote(provider) {
  throw new Error(`no quote of ${provider}`); // want(promise_any) quote
}

function größe(paket) {
  return paket.maße.länge; // want(unicode) größe
}

module.exports = {
  OutOfStock, Order, total, sum, discounts, shipping, fetchOrder, fetchAll, report, load, check, reserve, refund,
  walk, silent, explain, verbose, checkout, submit, batch, cheapest, größe,
};
